/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* memrchr, by seek.h */
#include "xml/feed.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"
#include "xml/kept.h"
#include "xml/seek.h"

/* CHUNK: bytes asked of the source at once. HISTORY: the least that is kept behind what libxml2 was
 * given, for columns; it lags behind by a read of its own, 4000 bytes, and by what it holds. */
enum { CHUNK = 65536, HISTORY = 8192, LEAST_READ = 4096, CLOCK_STEP = 16384 };

static int is_plain(const ps_feed *feed)
{
    return feed->sniffed.charset->kind == PS_CHARSET_UTF8 ||
           feed->sniffed.charset->kind == PS_CHARSET_ASCII;
}

/* The end of what is read, at the present end of the valid text. */
static void cut_source(ps_feed *feed, uint64_t offset)
{
    feed->source_ended = 1;
    feed->cut = 1;
    feed->error.offset = offset;
}

static void warn(const ps_feed *feed, const ps_error *warning)
{
    if (feed->options->warning) {
        feed->options->warning(feed->options->warning_user, PS_WARN, warning);
    }
}

/* The offset in the source of what is read next. */
static uint64_t source_at(const ps_feed *feed)
{
    return feed->bytes + feed->skipped_bytes;
}

/* Reads once into `buffer`, at most `size` bytes and not above the limit on the file. */
static size_t read_source(ps_feed *feed, char *buffer, size_t size)
{
    uint64_t left = feed->options->limits->file_bytes - source_at(feed);
    if (size > left) {
        size = (size_t)left + 1; /* one more shows whether the file is too long */
    }
    errno = 0;
    long got = feed->read(feed->io, buffer, size);
    if (got < 0) {
        ps_error_set(&feed->error, PS_FAILED, PS_E_READ, "cannot read on: %s", strerror(errno));
        cut_source(feed, source_at(feed));
        feed->exhausted = 1;
        return 0;
    }
    if (got == 0) {
        feed->source_ended = 1;
        feed->exhausted = 1;
        return 0;
    }
    if ((uint64_t)got > left) {
        got = (long)left;
        feed->exhausted = 1;
        ps_error_limit(&feed->error, PS_FAILED, "file-bytes",
                       "the input is longer than %llu bytes; the rest is not screened",
                       (unsigned long long)feed->options->limits->file_bytes);
        cut_source(feed, source_at(feed) + left);
    }
    feed->bytes += (uint64_t)got;
    return (size_t)got;
}

static int is_wide(const ps_feed *feed)
{
    return feed->sniffed.charset->kind == PS_CHARSET_UTF16LE ||
           feed->sniffed.charset->kind == PS_CHARSET_UTF16BE;
}

/* `rest` begins with what is no character. */
static void bad_byte(ps_feed *feed, ps_decode_end end, ps_str rest, uint64_t offset)
{
    unsigned byte = (unsigned char)rest.ptr[0];
    unsigned next = rest.len > 1 ? (unsigned char)rest.ptr[1] : 0;
    const char *name = feed->sniffed.charset->name;
    ps_error *error = &feed->error;
    cut_source(feed, offset);
    if (end == PS_DECODE_BAD && byte == 0 && (!is_wide(feed) || next == 0)) {
        ps_error_set(error, PS_FAILED, PS_E_BAD_BYTES, "a NUL character in %s text", name);
    } else if (end == PS_DECODE_PARTIAL) {
        ps_error_set(error, PS_FAILED, PS_E_BAD_BYTES,
                     "the input ends within a %s character that begins with byte 0x%02X", name,
                     byte);
    } else if (is_wide(feed)) {
        ps_error_set(error, PS_FAILED, PS_E_BAD_BYTES, "bytes 0x%02X 0x%02X are not valid %s here",
                     byte, next, name);
    } else {
        ps_error_set(error, PS_FAILED, PS_E_BAD_BYTES, "byte 0x%02X is not valid %s here", byte,
                     name);
    }
    error->offset = offset;
    if (feed->sniffed.charset->kind == PS_CHARSET_UTF8 && byte >= 0x80 && end == PS_DECODE_BAD) {
        /* Two high bytes in a row are the rule in GBK and an exception in Western texts. */
        int chinese = byte >= 0x81 && next >= 0x81;
        ps_error_hint(error,
                      "the sender probably writes %s and calls it UTF-8; read it with "
                      "--input-encoding %s",
                      chinese ? "GBK or another legacy encoding" : "windows-1252",
                      chinese ? "GB18030" : "windows-1252");
    }
}

static void add_mark(ps_feed *feed, uint64_t source)
{
    uint64_t position = feed->base + feed->text.len;
    if (feed->mark_count && position - feed->marks[feed->mark_count - 1].text < LEAST_READ) {
        return;
    }
    if (feed->mark_count == PS_FEED_MARKS) {
        memmove(feed->marks, feed->marks + 1, sizeof feed->marks - sizeof feed->marks[0]);
        feed->mark_count--;
    }
    feed->marks[feed->mark_count].text = position;
    feed->marks[feed->mark_count++].source = source;
}

/* In ISO 8859 these bytes are control characters that nobody writes; windows-1252 has quotes and
 * the euro sign there. */
static void look_for_c1(ps_feed *feed, ps_str bytes)
{
    const uint16_t *high = feed->sniffed.charset->high;
    if (feed->warned_c1 || !high || high[0] != 0x80 || high[0x1F] != 0x9F) {
        return;
    }
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char byte = (unsigned char)bytes.ptr[i];
        if (byte >= 0x80 && byte <= 0x9F) {
            ps_error warning;
            ps_error_set(&warning, PS_WARN, PS_E_ENCODING_MISMATCH,
                         "c1-controls: byte 0x%02X in %s text is a control character (likely "
                         "windows-1252)",
                         byte, feed->sniffed.charset->name);
            warning.offset = feed->bytes - (bytes.len - i);
            feed->warned_c1 = 1;
            warn(feed, &warning);
            return;
        }
    }
}

/* A limit or a read error that was met further on is of no interest behind a bad byte; what parts a
 * character is the cause of that. */
static int is_wrong(const ps_feed *feed, ps_decode_end end)
{
    return end == PS_DECODE_BAD || (end == PS_DECODE_PARTIAL && feed->source_ended && !feed->cut);
}

/* Decodes what is in `raw` to the end of `text`. */
static void decode(ps_feed *feed)
{
    ps_buffer *raw = &feed->raw;
    size_t taken;
    size_t given;
    add_mark(feed, feed->bytes - raw->len);
    ps_decode_end end = ps_charset_decode(feed->sniffed.charset, ps_buffer_str(raw),
                                          feed->text.ptr + feed->text.len,
                                          feed->text.room - feed->text.len, &taken, &given);
    feed->text.len += given;
    feed->valid = feed->text.len;
    look_for_c1(feed, ps_str_slice(ps_buffer_str(raw), 0, taken));
    memmove(raw->ptr, raw->ptr + taken, raw->len - taken);
    raw->len -= taken;
    if (is_wrong(feed, end)) {
        bad_byte(feed, end, ps_buffer_str(raw), feed->bytes - raw->len);
    }
}

/* Checks what was read into `text`. */
static void check(ps_feed *feed)
{
    ps_decode_end end;
    ps_str fresh = ps_str_slice(ps_buffer_str(&feed->text), feed->valid, feed->text.len);
    feed->valid += ps_utf8_span(fresh, feed->sniffed.charset->kind == PS_CHARSET_ASCII, &end);
    if (is_wrong(feed, end)) {
        bad_byte(feed, end, ps_str_slice(ps_buffer_str(&feed->text), feed->valid, feed->text.len),
                 ps_feed_offset(feed, feed->base + feed->valid));
    }
}

/* Forgets text that was given long ago and sees to it that there is room to read. */
static int make_room(ps_feed *feed, size_t held)
{
    ps_buffer *text = &feed->text;
    size_t kept = held > HISTORY ? held : HISTORY;
    if (text->room - text->len >= LEAST_READ) {
        return 1;
    }
    if (feed->given > kept) {
        size_t drop = feed->given - kept;
        size_t line_end = ps_seek_last(text->ptr, 0, drop, '\n');
        if (line_end != SIZE_MAX) {
            feed->line_start = feed->base + line_end + 1;
        }
        memmove(text->ptr, text->ptr + drop, text->len - drop);
        text->len -= drop;
        feed->given -= drop;
        feed->pass -= drop;
        feed->valid -= drop;
        feed->base += drop;
    }
    if (text->room - text->len < LEAST_READ && !ps_buffer_reserve(text, CHUNK)) {
        ps_error_memory(&feed->error);
        cut_source(feed, source_at(feed));
        return 0;
    }
    return 1;
}

static void pull(ps_feed *feed, size_t held)
{
    if (!make_room(feed, held)) {
        return;
    }
    size_t room = feed->text.room - feed->text.len;
    if (is_plain(feed)) {
        feed->text.len += read_source(feed, feed->text.ptr + feed->text.len, room);
        check(feed);
        return;
    }
    if (feed->raw.len < feed->raw.room / 2 && !feed->source_ended) {
        feed->raw.len +=
            read_source(feed, feed->raw.ptr + feed->raw.len, feed->raw.room - feed->raw.len);
    }
    decode(feed);
}

static void start_clock(ps_feed *feed)
{
    uint64_t spent = feed->options->joint ? feed->options->joint->spent_ns : 0;
    uint64_t end = ps_clock_thread_ns() + feed->options->limits->file_seconds * 1000000000;
    feed->clock_end = spent < end ? end - spent : 1;
}

/* What is too short for anybody to look at the clock does without. */
static int is_late(ps_feed *feed)
{
    if (!feed->clock_end) {
        start_clock(feed);
    }
    return ps_clock_thread_ns() >= feed->clock_end;
}

static int time_is_up(ps_feed *feed)
{
    uint64_t position = feed->base + feed->given;
    if (position < feed->next_clock || position < feed->joint || feed->cut) {
        return 0;
    }
    feed->next_clock = position + CLOCK_STEP;
    if (!is_late(feed)) {
        return 0;
    }
    ps_error_limit(&feed->error, PS_FAILED, "file-seconds",
                   "more than %llu seconds of processor time; the rest is not screened",
                   (unsigned long long)feed->options->limits->file_seconds);
    feed->error.offset = ps_feed_offset(feed, position);
    feed->cut = 1;
    feed->ended = 1;
    feed->pass = feed->given;
    return 1;
}

/* Whether everything that came from the source is in `text`. */
static int is_all_there(const ps_feed *feed)
{
    return feed->source_ended && (feed->cut || feed->raw.len == 0 || is_plain(feed));
}

/* Sees to it that so many bytes more may go, unless there are no more. */
static void fill(ps_feed *feed, size_t wanted, size_t held)
{
    while (feed->pass - feed->given < wanted && !feed->ended) {
        if (!is_all_there(feed)) {
            pull(feed, held);
        }
        size_t more;
        ps_error error;
        int last = is_all_there(feed);
        ps_status status = ps_scan_pass(&feed->scan, feed->text.ptr + feed->pass,
                                        feed->valid - feed->pass, last, &more, &error);
        feed->pass += more;
        if (status != PS_OK) {
            feed->error = error;
            feed->error.offset = ps_feed_offset(feed, feed->base + feed->pass);
            feed->cut = 1;
            feed->ended = 1;
        } else if (last) {
            feed->ended = 1;
        }
    }
}

/*
 * Where to end what is given at once, so that libxml2 lets go of what it has read.
 *
 * It does so at the beginning of a start tag, and only when fewer than 500 bytes are left in its
 * buffer; it reads on when fewer than 250 are. In a document of long tags of equal length that may
 * never come together, and at 10 MB it gives up. So pieces end 260 bytes behind a start tag's '<'.
 */
static size_t good_end(const char *bytes, size_t size)
{
    enum { BEHIND = 260 };
    size_t end = size > BEHIND ? size - BEHIND : 0;
    size_t mark;
    while ((mark = ps_seek_last(bytes, 0, end, '<')) != SIZE_MAX && bytes[mark + 1] == '/') {
        end = mark;
    }
    return mark == SIZE_MAX ? size : mark + BEHIND;
}

size_t ps_feed_give(ps_feed *feed, char *buffer, size_t size, size_t held)
{
    if (time_is_up(feed)) {
        feed->drained = 1;
        return 0;
    }
    if (feed->pass == feed->given) {
        fill(feed, 1, held);
    }
    if (size > feed->pass - feed->given) {
        size = feed->pass - feed->given;
    }
    if (size) {
        size = good_end(feed->text.ptr + feed->given, size);
        memcpy(buffer, feed->text.ptr + feed->given, size);
        feed->given += size;
    }
    feed->drained = size == 0 || (feed->ended && feed->given == feed->pass);
    return size;
}

ps_str ps_feed_peek(ps_feed *feed, size_t wanted)
{
    if (!time_is_up(feed)) {
        fill(feed, wanted, 0);
    }
    return ps_str_slice(ps_buffer_str(&feed->text), feed->given, feed->pass);
}

void ps_feed_take(ps_feed *feed, const char *to)
{
    feed->given = (size_t)(to - feed->text.ptr);
}

void ps_feed_take_back(ps_feed *feed, size_t size)
{
    feed->given -= size;
}

/* The declared encoding is blanked: libxml2 gets UTF-8, whatever the document says of itself. */
static void blank_encoding(ps_feed *feed)
{
    ps_declaration declaration;
    size_t at;
    if (ps_declaration_read(ps_buffer_str(&feed->text), &declaration, &at) && declaration.end) {
        for (at = declaration.encoding.start; at < declaration.encoding.end; at++) {
            feed->text.ptr[at] = ' ';
        }
    }
}

static ps_status read_head(ps_feed *feed, ps_error *reterr)
{
    if (!ps_buffer_reserve(&feed->raw, CHUNK) || !ps_buffer_reserve(&feed->text, CHUNK + HISTORY)) {
        return ps_error_memory(reterr);
    }
    size_t wanted = feed->options->brief ? CHUNK : PS_SNIFF_BYTES;
    while (feed->raw.len < wanted && !feed->source_ended) {
        feed->raw.len += read_source(feed, feed->raw.ptr + feed->raw.len, CHUNK - feed->raw.len);
    }
    if (feed->cut && feed->raw.len == 0) {
        *reterr = feed->error;
        return PS_FAILED;
    }
    return PS_OK;
}

ps_status ps_feed_open(ps_feed *feed, ps_read_fn read, void *io, const ps_xml_options *options,
                       ps_error *reterr)
{
    *feed = (ps_feed){.read = read, .io = io, .options = options};
    feed->sniffed.charset = ps_charset_of_kind(PS_CHARSET_UTF8); /* for the rest, if this fails */
    ps_xml_kept_lend(options->kept, &feed->raw, &feed->text);
    ps_scan_init(&feed->scan, options->limits);
    feed->next_clock = CLOCK_STEP;
    if (options->joint && options->joint->prefix) {
        feed->joint = options->joint->prefix + 1;
        feed->skipped_bytes = options->joint->offset - feed->joint;
    }
    ps_status status = read_head(feed, reterr);
    if (status != PS_OK) {
        return status;
    }
    if (!options->brief || feed->raw.len >= CLOCK_STEP) {
        start_clock(feed);
    }
    ps_str head = ps_buffer_str(&feed->raw);
    head.len = head.len < PS_SNIFF_BYTES ? head.len : PS_SNIFF_BYTES;
    status = ps_sniff(head, options->encoding, &feed->sniffed, reterr);
    if (status != PS_OK) {
        return status;
    }
    if (feed->sniffed.warning[0]) {
        ps_error warning;
        ps_error_set(&warning, PS_WARN, PS_E_ENCODING_MISMATCH, "%s", feed->sniffed.warning);
        warning.offset = 0;
        warn(feed, &warning);
    }
    if (feed->joint) {
        feed->joint -= feed->sniffed.skip; /* positions are counted behind it */
    }
    ps_buffer *raw = &feed->raw;
    raw->len -= feed->sniffed.skip;
    memmove(raw->ptr, raw->ptr + feed->sniffed.skip, raw->len);
    if (is_plain(feed)) {
        ps_buffer_add_str(&feed->text, ps_buffer_str(raw));
        raw->len = 0;
        check(feed);
    } else {
        decode(feed);
    }
    blank_encoding(feed);
    return PS_OK;
}

void ps_feed_done(ps_feed *feed)
{
    ps_xml_kept_return(feed->options ? feed->options->kept : NULL, &feed->raw, &feed->text);
}

uint64_t ps_feed_offset(const ps_feed *feed, uint64_t position)
{
    if (is_plain(feed)) {
        return position + feed->sniffed.skip + (position < feed->joint ? 0 : feed->skipped_bytes);
    }
    size_t i = feed->mark_count;
    while (i > 1 && feed->marks[i - 1].text > position) {
        i--;
    }
    if (i == 0) {
        return position;
    }
    int newest = i == feed->mark_count;
    uint64_t text = feed->marks[i - 1].text;
    uint64_t source = feed->marks[i - 1].source;
    uint64_t text_end = newest ? feed->base + feed->text.len : feed->marks[i].text;
    uint64_t source_end = newest ? feed->bytes - feed->raw.len : feed->marks[i].source;
    if (position <= text || text_end <= text) {
        return source;
    }
    if (position >= text_end) {
        return source_end;
    }
    /* Both spans are of one chunk, so the product is small. */
    return source + (position - text) * (source_end - source) / (text_end - text);
}

uint64_t ps_feed_column(const ps_feed *feed, uint64_t position)
{
    size_t at = (size_t)(position - feed->base);
    size_t line_end = ps_seek_last(feed->text.ptr, 0, at, '\n');
    uint64_t start = line_end != SIZE_MAX ? feed->base + line_end + 1 : feed->line_start;
    if (feed->joint && start <= feed->joint && position >= feed->joint) {
        /* The line began in what is missing. */
        return position - feed->joint + feed->options->joint->column;
    }
    return position - start + 1;
}

/* UTF-16 as one byte a unit, in place; what is not ASCII becomes 0x1A. */
static size_t narrow(char *bytes, size_t len, ps_charset_kind kind)
{
    size_t low = kind == PS_CHARSET_UTF16BE ? 1 : 0;
    size_t out = 0;
    for (size_t at = 0; at + 1 < len; at += 2) {
        char c = bytes[at + low];
        bytes[out++] = bytes[at + 1 - low] || (c & 0x80) ? 0x1A : c;
    }
    return out;
}

int ps_feed_rest(ps_feed *feed, ps_str *ret_bytes)
{
    ps_buffer *raw = &feed->raw;
    size_t end = is_plain(feed) ? feed->text.len : feed->valid;
    if (!raw->ptr) { /* there was no memory at the very start */
        return 0;
    }
    if (feed->given < end) {
        *ret_bytes = ps_str_slice(ps_buffer_str(&feed->text), feed->given, end);
        feed->given = end;
        return 1;
    }
    /* The second half of a UTF-16 unit may still come, so one byte can stay. */
    memmove(raw->ptr, raw->ptr + feed->rested, raw->len - feed->rested);
    raw->len -= feed->rested;
    feed->rested = 0;
    size_t unit = is_wide(feed) ? 2 : 1;
    while (raw->len < unit && !feed->exhausted && !is_late(feed)) {
        raw->len += read_source(feed, raw->ptr + raw->len, CHUNK - raw->len);
    }
    feed->rested = raw->len - raw->len % unit;
    *ret_bytes = ps_str_slice(ps_buffer_str(raw), 0, feed->rested);
    if (is_wide(feed)) {
        ret_bytes->len = narrow(raw->ptr, feed->rested, feed->sniffed.charset->kind);
    }
    return feed->rested > 0;
}
