/* Workers that die, hang and talk nonsense. Reading and judging are replaced here by fakes: a
 * document is lines of text, each a record, and some words make the process misbehave.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ps_test.h"
#include "screen/pool.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "screen/judge.h"
#include "screen/pool_model.h"

/* ---- the fakes ---- */

struct ps_extract {
    int unused;
};

ps_status ps_extract_new(const ps_profiles *profiles, const ps_extract_options *options,
                         ps_extract **ret_extract, ps_error *reterr)
{
    (void)profiles;
    (void)options;
    (void)reterr;
    *ret_extract = calloc(1, sizeof **ret_extract);
    return PS_OK;
}

void ps_extract_free(ps_extract *extract)
{
    free(extract);
}

void ps_extract_unmapped(const ps_extract *extract,
                         void (*row)(void *user, ps_str format, ps_str element, uint64_t count),
                         void *user)
{
    (void)extract;
    row(user, PS_STR("lines"), PS_STR("Extra"), 2);
}

void ps_extract_expect(ps_extract *extract, uint64_t bytes)
{
    (void)extract;
    (void)bytes;
}

void ps_extract_join(ps_extract *extract, ps_str names, ps_str unread)
{
    (void)extract;
    (void)names;
    (void)unread;
}

ps_str ps_extract_names(const ps_extract *extract)
{
    (void)extract;
    return PS_STR("");
}

void ps_extract_unmapped_clear(ps_extract *extract)
{
    (void)extract;
}

/* One line of a document. */
static ps_status take_line(ps_str line, const ps_extract_sink *sink, void *user)
{
    ps_record record = {.id = {line, 1}};
    ps_error error = {0};
    if (ps_str_is(line, "reject")) {
        PS_IGNORE(ps_error_set(&error, PS_FAILED, PS_E_RECORD, "no good"));
        sink->rejected(user, &error, 0, 0);
    } else if (ps_str_is(line, "broken")) {
        PS_IGNORE(ps_error_set(&error, PS_FAILED, PS_E_ILL_FORMED, "no good"));
        sink->rejected(user, &error, 1, 0);
        return PS_WARN;
    } else if (ps_str_is(line, "die reading")) {
        abort();
    } else {
        return sink->record(user, &record);
    }
    return PS_OK;
}

/* A document that may be read in stretches has a first line that is no record, and each record
 * begins with "<r " or hides it behind an 'x': a place to cut at that is none. */
static ps_status read_lines(ps_str text, const ps_extract_sink *sink, void *user, ps_stretch *s)
{
    uint64_t prefix = s->joint.prefix;
    uint64_t offset = prefix ? s->joint.offset : 0;
    ps_str rest = ps_str_slice(text, prefix ? (size_t)prefix + 1 : 0, text.len);
    ps_str line;
    while (ps_str_next(&rest, '\n', &line)) {
        if (offset == 5 && !prefix && s->head) {
            s->head(s, &(ps_record_place){{2, 1, 5}, 1});
        }
        if (offset == s->end) {
            s->stopped = 1;
            return PS_OK;
        }
        while (offset > s->end) {
            s->missed(s, offset, 0);
        }
        if (offset >= 5) {
            size_t name = ps_str_find(line, PS_STR("<r "));
            ps_status status = take_line(ps_str_slice(line, name + 3, line.len), sink, user);
            if (status != PS_OK) {
                return status;
            }
        }
        offset += line.len + 1;
    }
    return PS_OK;
}

ps_status ps_extract_read(ps_extract *extract, ps_read_fn read, void *io, const char *name,
                          const ps_extract_sink *sink, void *user, ps_stretch *stretch,
                          uint64_t *ret_bytes, ps_error *reterr)
{
    char text[65536];
    size_t len = 0;
    (void)extract;
    (void)name;
    (void)reterr;
    for (long got; (got = read(io, text + len, sizeof text - len)) > 0;) {
        len += (size_t)got;
    }
    ps_str rest = {text, len};
    ps_str line;
    *ret_bytes = len;
    if (ps_str_starts(rest, PS_STR("head\n"))) {
        ps_stretch whole = {.end = PS_STRETCH_NO_END};
        return read_lines(rest, sink, user, stretch ? stretch : &whole);
    }
    while (ps_str_next(&rest, '\n', &line)) {
        ps_status status = take_line(line, sink, user);
        if (status != PS_OK) {
            return status;
        }
    }
    return PS_OK;
}

ps_status ps_judge_init(ps_judge *judge, const ps_packs *packs, const ps_limits *limits,
                        ps_day as_of, ps_day today, int explain, ps_error *reterr)
{
    (void)judge;
    (void)packs;
    (void)limits;
    (void)as_of;
    (void)today;
    (void)explain;
    (void)reterr;
    return PS_OK;
}

void ps_judge_profiler(ps_judge *judge, ps_profiler *profiler)
{
    (void)judge;
    (void)profiler;
}

void ps_judge_done(ps_judge *judge)
{
    (void)judge;
}

/* A record "ask NAME" is called what the file holds, or why there is none. */
static ps_status ask_for(ps_judge *judge, ps_str name, ps_str *ret_id, ps_error *reterr)
{
    static char said[256];
    ps_opened_file file = {.fd = -1};
    ps_file_opener *opener = &judge->attachments.opener;
    ps_status status = opener->open(opener->user, name, &file, reterr);
    if (status != PS_OK) {
        return status;
    }
    ssize_t got = file.fd >= 0 ? read(file.fd, said, sizeof said) : 0;
    *ret_id = file.fd >= 0 ? (ps_str){said, (size_t)got} : ps_str_from(strcpy(said, file.why));
    if (file.fd >= 0) {
        (void)close(file.fd);
    }
    return PS_OK;
}

ps_status ps_judge_record(ps_judge *judge, const ps_record *record, ps_screened *ret_screened,
                          ps_error *reterr)
{
    if (ps_str_is(record->id.text, "die")) {
        abort();
    }
    while (ps_str_is(record->id.text, "hang")) {
        (void)sleep(1);
    }
    *ret_screened = (ps_screened){.id = record->id.text, .date = PS_NO_DAY};
    if (ps_str_starts(record->id.text, PS_STR("ask "))) {
        return ask_for(judge, ps_str_slice(record->id.text, 4, record->id.text.len),
                       &ret_screened->id, reterr);
    }
    return PS_OK;
}

/* ---- the run ---- */

typedef struct script {
    const char *const *documents;
    size_t count;
    size_t next;
    int pipes;        /* documents come through pipes: they cannot be read twice */
    uint64_t stretch; /* bytes of a stretch; 0: documents are read as a whole */
    char name[32];
    ps_buffer log;
    unsigned certain; /* how many files were asked for by records that are there for sure */
} script;

static void add_tar_member(ps_buffer *out, ps_str name, ps_str text)
{
    enum { BLOCK = 512, SUM_AT = 148 };
    char block[BLOCK] = {0};
    unsigned sum = 0;
    memcpy(block, name.ptr, name.len);
    memcpy(block + 100, "0000644", 7);
    (void)snprintf(block + 124, 12, "%011zo", text.len);
    memset(block + SUM_AT, ' ', 8);
    block[156] = '0';
    memcpy(block + 257, "ustar\00000", 8);
    for (size_t i = 0; i < BLOCK; i++) {
        sum += (unsigned char)block[i];
    }
    (void)snprintf(block + SUM_AT, 8, "%06o", sum);
    ps_buffer_add(out, block, BLOCK);
    memset(block, 0, BLOCK);
    ps_buffer_add_str(out, text);
    ps_buffer_add(out, block, (BLOCK - text.len % BLOCK) % BLOCK);
}

/* A document as it is; or, when it begins with "=", a tar archive: "=name|lines=name|lines". */
static void write_document(int fd, ps_str text)
{
    static const char end[1024];
    ps_buffer out;
    ps_str member;
    ps_str name;
    ps_buffer_init(&out, 0);
    if (!ps_str_starts(text, PS_STR("="))) {
        ps_buffer_add_str(&out, text);
    } else {
        text = ps_str_slice(text, 1, text.len);
        while (ps_str_next(&text, '=', &member)) {
            cr_assert(ps_str_next(&member, '|', &name));
            add_tar_member(&out, name, member);
        }
        ps_buffer_add(&out, end, sizeof end);
    }
    cr_assert_eq(write(fd, out.ptr, out.len), (ssize_t)out.len);
    ps_buffer_done(&out);
}

static ps_status next(void *user, ps_walk_file *ret_file, ps_error *reterr)
{
    script *s = user;
    (void)reterr;
    if (s->next == s->count) {
        return PS_END;
    }
    const char *text = s->documents[s->next];
    int fd;
    if (s->pipes) {
        int ends[2];
        cr_assert_eq(pipe(ends), 0);
        write_document(ends[1], ps_str_from(text));
        (void)close(ends[1]);
        fd = ends[0];
    } else {
        char path[] = "/tmp/pool_testXXXXXX";
        fd = mkstemp(path);
        (void)unlink(path);
        write_document(fd, ps_str_from(text));
        (void)lseek(fd, 0, SEEK_SET);
    }
    (void)snprintf(s->name, sizeof s->name, "f%zu", ++s->next);
    *ret_file = (ps_walk_file){.path = s->name, .fd = fd};
    cr_assert(ps_walk_look(ret_file));
    return PS_OK;
}

static ps_status frame(void *user, const char *name, ps_wire_reader *reader, ps_str bytes,
                       ps_error *reterr)
{
    script *s = user;
    ps_frame f;
    ps_arena arena;
    ps_arena_init(&arena, 0);
    PS_TEST_STATUS(ps_wire_decode(reader, bytes, &arena, &f, reterr), PS_OK, *reterr);
    if (f.type == PS_FRAME_SCREENED) {
        ps_buffer_printf(&s->log, "%s:%.*s ", name, PS_FMT(f.screened.id));
    } else if (f.type == PS_FRAME_MEMBER) {
        ps_buffer_printf(&s->log, "[%.*s] ", PS_FMT(f.name));
    } else if (f.type == PS_FRAME_REJECTED) {
        ps_buffer_printf(&s->log, "%s:(%s) ", name, f.error.cause);
    }
    ps_arena_done(&arena);
    return PS_OK;
}

/* Files that begin with "+" are there, and hold their own names. */
static void ask(void *user, const char *name, const ps_frame *asked, int certain,
                ps_answer *ret_answer, int *ret_fd)
{
    script *s = user;
    cr_expect_eq(asked->ask, PS_ASK_FILE);
    s->certain += certain;
    if (asked->name.ptr[0] != '+') {
        (void)snprintf(ret_answer->why, sizeof ret_answer->why, "(not beside %s)", name);
        return;
    }
    int ends[2];
    cr_assert_eq(pipe(ends), 0);
    cr_assert_eq(write(ends[1], asked->name.ptr, asked->name.len), (ssize_t)asked->name.len);
    (void)close(ends[1]);
    ret_answer->found = 1;
    *ret_fd = ends[0];
}

static ps_status unmapped(void *user, const ps_unmapped *row, ps_error *reterr)
{
    (void)user;
    (void)reterr;
    cr_expect(ps_str_is(row->element, "Extra"));
    return PS_OK;
}

static void failed(void *user, const char *name, const ps_error *error)
{
    script *s = user;
    ps_buffer_printf(&s->log, "%s!%s ", name, error->cause);
    ps_str message = ps_str_from(error->message);
    size_t after = ps_str_find(message, PS_STR("what follows record "));
    if (after != SIZE_MAX) {
        ps_buffer_printf(&s->log, "after %d ", atoi(message.ptr + after + 20));
    }
}

static void done(void *user, const char *name, uint64_t bytes)
{
    script *s = user;
    (void)bytes;
    ps_buffer_printf(&s->log, "%s. ", name);
}

static int tick(void *user, uint64_t bytes)
{
    (void)user;
    (void)bytes;
    return 0;
}

/* How many of its records ask for a file. */
static unsigned asked_for(const char *document)
{
    unsigned count = 0;
    for (const char *at = document; (at = strstr(at, "ask ")) != NULL; at++) {
        count++;
    }
    return count;
}

/* @return how many workers died. */
static unsigned check_in_stretches(const char *const *documents, size_t count, unsigned workers,
                                   int pipes, uint64_t stretch, const char *want)
{
    static const ps_pool_events events = {.next = next,
                                          .frame = frame,
                                          .ask = ask,
                                          .unmapped = unmapped,
                                          .failed = failed,
                                          .done = done,
                                          .tick = tick};
    static const ps_packs packs;
    script s = {.documents = documents, .count = count, .pipes = pipes};
    ps_limits limits = ps_limits_default();
    ps_run_options options = PS_RUN_OPTIONS_INIT;
    ps_pool *pool;
    ps_error err = {0};
    limits.stall_seconds = 1;
    limits.stretch_bytes = stretch ? stretch : limits.stretch_bytes;
    ps_buffer_init(&s.log, 0);
    PS_TEST_STATUS(ps_pool_new(&packs, &options, &limits, workers, &pool, &err), PS_OK, err);
    PS_TEST_STATUS(ps_pool_run(pool, &events, &s, &err), PS_OK, err);
    unsigned deaths = pool->deaths;
    ps_pool_free(pool);
    cr_expect(ps_str_is(ps_buffer_str(&s.log), want), "%u workers: got  %.*s\nwant %s", workers,
              PS_FMT(ps_buffer_str(&s.log)), want);
    if (count == 1 && !strstr(documents[0], "die")) { /* who dies may have asked already */
        cr_expect_eq(s.certain, asked_for(documents[0]));
    }
    ps_buffer_done(&s.log);
    return deaths;
}

static unsigned check(const char *const *documents, size_t count, unsigned workers, int pipes,
                      const char *want)
{
    return check_in_stretches(documents, count, workers, pipes, 0, want);
}

/* One timeout for all: where they differ, Criterion 2.4.1 leaks in its own process. */
Test(pool, frames_come_in_the_order_of_files_whatever_the_workers, .timeout = 100)
{
    static const char *const documents[] = {"a\nb\n", "",    "c\n", "d\nreject\ne\n",
                                            "f\n",    "g\n", "h\n", "i\n"};
    const char *want = "f1:a f1:b f1. f2. f3:c f3. f4:d f4:(bad-record) f4:e f4. f5:f f5. f6:g f6. "
                       "f7:h f7. f8:i f8. ";
    for (unsigned workers = 1; workers <= 5; workers++) {
        check(documents, sizeof documents / sizeof *documents, workers, 0, want);
    }
}

Test(pool, a_record_that_kills_costs_only_itself, .timeout = 100)
{
    static const char *const documents[] = {"a\nb\ndie\nc\n", "d\n", "e\ndie\ndie\nf\n", "g\n"};
    const char *want = "f1:a f1:b f1:(worker-died) f1:c f1. f2:d f2. "
                       "f3:e f3:(worker-died) f3:(worker-died) f3:f f3. f4:g f4. ";
    for (unsigned workers = 1; workers <= 3; workers++) {
        check(documents, 4, workers, 0, want);
    }
}

/* A worker is sent small files together, and tells of them together: who died does not say in
 * which.
 */
Test(pool, a_file_that_kills_costs_none_of_those_sent_with_it, .timeout = 100)
{
    static const char *const documents[] = {"a\n",         "b\n", "c\nreject\n", "d\n", "e\n",
                                            "f\ndie\nf\n", "g\n", "h\n",         "i\n", "j\n"};
    const char *want = "f1:a f1. f2:b f2. f3:c f3:(bad-record) f3. f4:d f4. f5:e f5. "
                       "f6:f f6:(worker-died) f6:f f6. f7:g f7. f8:h f8. f9:i f9. f10:j f10. ";
    for (unsigned workers = 1; workers <= 3; workers++) {
        unsigned deaths = check(documents, sizeof documents / sizeof *documents, workers, 0, want);
        cr_expect_leq(deaths, 3, "%u workers: %u deaths", workers, deaths);
    }
}

Test(pool, many_files_are_told_in_their_order, .timeout = 100)
{
    enum { FILES = 300 };
    static const char *documents[FILES];
    ps_buffer want;
    ps_buffer_init(&want, 0);
    for (int i = 0; i < FILES; i++) {
        documents[i] = i % 7 == 0 ? "a\nreject\n" : "b\n";
        ps_buffer_printf(&want, i % 7 == 0 ? "f%d:a f%d:(bad-record) f%d. " : "f%d:b f%d. ", i + 1,
                         i + 1, i + 1);
    }
    ps_buffer_add_char(&want, '\0');
    for (unsigned workers = 1; workers <= 4; workers++) {
        check(documents, FILES, workers, 0, want.ptr);
        check(documents, FILES, workers, 1, want.ptr);
    }
    ps_buffer_done(&want);
}

Test(pool, a_document_that_kills_while_it_is_read_is_given_up_there, .timeout = 100)
{
    static const char *const documents[] = {"a\ndie reading\nb\n", "c\n"};
    check(documents, 2, 2, 0, "f1:a f1!worker-died after 1 f1. f2:c f2. ");
}

Test(pool, a_pipe_cannot_be_read_again, .timeout = 100)
{
    static const char *const documents[] = {"a\ndie\nb\n", "c\n"};
    check(documents, 2, 1, 1, "f1!worker-died after 0 f1. f2:c f2. ");
}

Test(pool, a_worker_that_hangs_is_ended_and_its_record_rejected, .timeout = 100)
{
    static const char *const documents[] = {"a\nhang\nb\n", "c\n"};
    check(documents, 2, 2, 0, "f1:a f1:(worker-died) f1:b f1. f2:c f2. ");
}

Test(pool, members_of_an_archive_are_told_apart, .timeout = 100)
{
    static const char *const documents[] = {"=x|a\nb\n=y|c\n=.z|d\n", "e\n"};
    check(documents, 2, 2, 0, "[f1!x] f1:a f1:b [f1!y] f1:c f1. f2:e f2. ");
}

Test(pool, a_record_that_kills_costs_only_itself_in_an_archive_too, .timeout = 100)
{
    static const char *const documents[] = {"=x|a\nbroken\n=y|b\ndie\nc\n=z|die\nd\n", "e\n"};
    /* what a worker begins with is told by each that begins in it, and nothing is reported twice */
    check(documents, 2, 1, 0,
          "[f1!x] f1:a f1:(ill-formed) [f1!y] f1:b [f1!y] f1:(worker-died) f1:c [f1!z] "
          "f1:(worker-died) f1:d f1. f2:e f2. ");
}

Test(pool, a_worker_is_given_the_files_that_it_asks_for, .timeout = 100)
{
    static const char *const documents[] = {"a\nask +x\nask y\nb\n", "ask +z\ndie\nask +z\n", "c\n",
                                            "ask q\n"};
    const char *want = "f1:a f1:+x f1:(not beside f1) f1:b f1. f2:+z f2:(worker-died) f2:+z f2. "
                       "f3:c f3. f4:(not beside f4) f4. ";
    for (unsigned workers = 1; workers <= 3; workers++) {
        check(documents, 4, workers, 0, want);
    }
}

/* ---- documents in stretches ---- */

/* With stretches of any length, any number of workers, as a file and through a pipe. */
static void check_stretches(const char *document, const char *want)
{
    const char *const documents[] = {document, "z\n"};
    ps_buffer all;
    ps_buffer_init(&all, 0);
    ps_buffer_printf(&all, "%sf2:z f2. ", want);
    ps_buffer_add_char(&all, '\0');
    for (unsigned workers = 2; workers <= 4; workers++) {
        for (uint64_t stretch = 1; stretch < 40; stretch += 6) {
            check_in_stretches(documents, 2, workers, 0, stretch, all.ptr);
            check_in_stretches(documents, 1, workers, 1, stretch, want);
        }
    }
    ps_buffer_done(&all);
}

Test(pool, stretches_come_in_order, .timeout = 100)
{
    check_stretches("head\n<r a\n<r b\n<r c\n<r d\n<r e\n<r f\n<r g\n<r h\n<r i\n",
                    "f1:a f1:b f1:c f1:d f1:e f1:f f1:g f1:h f1:i f1. ");
    check_stretches("head\n<r a\n", "f1:a f1. ");
    check_stretches("head\n<r reject\n<r b\n<r reject\n",
                    "f1:(bad-record) f1:b f1:(bad-record) f1. ");
}

Test(pool, a_place_that_is_none_costs_nothing, .timeout = 100)
{
    check_stretches("head\n<r a\nx<r b\n<r c\nx<r d\nx<r e\n<r f\n<r g\n<r h\n",
                    "f1:a f1:b f1:c f1:d f1:e f1:f f1:g f1:h f1. ");
    check_stretches("head\n<r a\nx<r b\nx<r c\nx<r d\nx<r e\nx<r f\nx<r g\nx<r h\n<r i\n<r j\n",
                    "f1:a f1:b f1:c f1:d f1:e f1:f f1:g f1:h f1:i f1:j f1. ");
}

Test(pool, a_record_that_kills_in_a_stretch_costs_only_itself, .timeout = 100)
{
    check_stretches("head\n<r a\n<r b\n<r c\n<r die\n<r d\n<r e\n",
                    "f1:a f1:b f1:c f1:(worker-died) f1:d f1:e f1. ");
    check_stretches("head\n<r a\nx<r b\n<r die\nx<r die\nx<r c\n<r d\n<r e\n",
                    "f1:a f1:b f1:(worker-died) f1:(worker-died) f1:c f1:d f1:e f1. ");
}

Test(pool, a_record_that_hangs_in_a_stretch_costs_only_itself, .timeout = 100)
{
    static const char *const documents[] = {"head\n<r a\n<r b\n<r hang\nx<r c\n<r d\n"};
    check_in_stretches(documents, 1, 3, 0, 8, "f1:a f1:b f1:(worker-died) f1:c f1:d f1. ");
}

Test(pool, a_stretch_that_kills_while_it_is_read_ends_the_document, .timeout = 100)
{
    check_stretches("head\n<r a\n<r b\n<r c\n<r die reading\n<r d\n<r e\n<r f\n",
                    "f1:a f1:b f1:c f1!worker-died after 3 f1. ");
}

Test(pool, a_stretch_is_given_the_files_that_it_asks_for, .timeout = 100)
{
    check_stretches("head\n<r a\n<r ask +x\nx<r ask y\n<r b\n<r ask +z\n<r ask q\n<r c\n",
                    "f1:a f1:+x f1:(not beside f1) f1:b f1:+z f1:(not beside f1) f1:c f1. ");
}

Test(pool, an_archive_in_a_stream_is_read_as_a_whole, .timeout = 100)
{
    check_stretches("=x|head\n<r a\n<r b\n=y|c\nask +d\n",
                    "[f1!x] f1:a f1:b [f1!y] f1:c f1:+d f1. ");
}
