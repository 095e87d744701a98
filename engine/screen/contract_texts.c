/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/contract_texts.h"

#include "base/error.h"
#include "base/str.h"
#include "record/ident.h"
#include "screen/wire.h"

/* What is kept of contracts that were judged; then all is forgotten. */
enum { KEPT_BYTES = 4 * 1024 * 1024 };

typedef struct row {
    ps_str id;
    ps_str frames; /* none: the folder has no such contract */
    uint64_t job;  /* in which it was told last */
} row;

void ps_contract_texts_init(ps_contract_texts *texts)
{
    ps_arena_init(&texts->arena, 0);
    ps_arena_init(&texts->ids, 0);
    ps_index_init(&texts->index);
    ps_buffer_init(&texts->rows, 0);
    ps_buffer_init(&texts->frames, 0);
    ps_buffer_init(&texts->file, 0);
}

void ps_contract_texts_done(ps_contract_texts *texts)
{
    ps_arena_done(&texts->arena);
    ps_arena_done(&texts->ids);
    ps_index_done(&texts->index);
    ps_buffer_done(&texts->rows);
    ps_buffer_done(&texts->frames);
    ps_buffer_done(&texts->file);
}

static void forget_all(ps_contract_texts *texts)
{
    ps_arena_reset(&texts->arena);
    ps_index_done(&texts->index);
    ps_index_init(&texts->index);
    ps_buffer_clear(&texts->rows);
}

static row *find(const ps_contract_texts *texts, ps_str id)
{
    uint32_t at = ps_index_first(&texts->index, ps_index_hash(&texts->index, id));
    for (; at; at = ps_index_next(&texts->index, at - 1)) {
        row *r = (row *)(void *)texts->rows.ptr + (at - 1);
        if (ps_str_equal(r->id, id)) {
            return r;
        }
    }
    return NULL;
}

/* The file's bytes, or why there are none, as an attachment has them. */
static ps_status load(ps_contract_texts *texts, const ps_answer *answer, int fd,
                      ps_attachment *file, ps_error *reterr)
{
    ps_error error = {0};
    ps_status status = PS_FAILED;
    if (answer->found) {
        status = ps_attachment_load(fd, texts->judge->limits, &texts->file, &error);
    }
    if (status == PS_FATAL) {
        return reterr ? (*reterr = error, status) : status;
    }
    if (status == PS_OK) {
        file->data = ps_buffer_str(&texts->file);
        return PS_OK;
    }
    ps_str parts[] = {answer->found ? ps_str_from(error.cause) : PS_STR("attachment-not-read"),
                      PS_STR(": "),
                      answer->found ? ps_str_from(error.message) : ps_str_from(answer->why)};
    file->fault = ps_arena_concat(&texts->ids, parts, PS_COUNT(parts));
    return file->fault.ptr ? PS_OK : ps_error_memory(reterr);
}

/* A contract with no more to it than this file: its text, or why it cannot be read. */
static ps_status judge_file(ps_contract_texts *texts, ps_str id, const ps_answer *answer, int fd,
                            ps_error *reterr)
{
    ps_screened screened;
    ps_str name = ps_str_from(answer->text);
    ps_ident supplier = {.value = {ps_str_from(answer->supplier), 0}};
    ps_attachment file = {.name = {name, 0}, .bytes = 1, .role = PS_ATTACHMENT_CONTRACT};
    ps_record record = {.format = PS_STR(""),
                        .kind = PS_KIND_CONTRACT,
                        .id = {id, 0},
                        .date.day = PS_NO_DAY,
                        .attachments = &file,
                        .attachment_count = 1};
    ps_status status = load(texts, answer, fd, &file, reterr);
    if (status == PS_OK && supplier.value.text.len) {
        status = ps_ident_check_value(&texts->ids, &supplier, reterr);
        record.supplier.idents = &supplier;
        record.supplier.ident_count = 1;
    }
    if (status == PS_OK) {
        status = ps_judge_record(texts->judge, &record, &screened, reterr);
    }
    if (status != PS_OK) {
        return PS_FATAL;
    }
    ps_wire_contract(answer->number, name, &screened, &texts->frames);
    ps_buffer_clear(&texts->file);
    return texts->frames.failed ? ps_error_memory(reterr) : PS_OK;
}

static ps_status judge_contract(ps_contract_texts *texts, ps_str id, ps_error *reterr)
{
    ps_buffer_clear(&texts->frames);
    for (uint64_t i = 0; i < texts->judge->limits->contract_versions; i++) {
        ps_answer answer;
        int fd = -1;
        ps_status status = texts->ask(texts->user, id, i, &answer, &fd, reterr);
        if (status == PS_OK && !answer.text[0]) {
            return PS_OK;
        }
        if (status == PS_OK) {
            status = judge_file(texts, id, &answer, fd, reterr);
        }
        if (status != PS_OK) {
            return status;
        }
    }
    return PS_OK;
}

static ps_status keep(ps_contract_texts *texts, ps_str id, uint64_t job, ps_error *reterr)
{
    if (texts->arena.used > KEPT_BYTES) {
        forget_all(texts);
    }
    row added = {ps_arena_str(&texts->arena, id),
                 ps_arena_str(&texts->arena, ps_buffer_str(&texts->frames)), job};
    ps_buffer_add(&texts->rows, (const char *)&added, sizeof added);
    if (!added.id.ptr || !added.frames.ptr || texts->rows.failed ||
        !ps_index_add(&texts->index, ps_index_hash(&texts->index, id))) {
        return ps_error_memory(reterr);
    }
    return PS_OK;
}

static ps_status tell(ps_contract_texts *texts, ps_str id, uint64_t job, ps_buffer *out,
                      ps_error *reterr)
{
    row *known = find(texts, id);
    if (known && known->job == job) {
        return PS_OK;
    }
    if (known) {
        known->job = job;
        ps_buffer_add_str(out, known->frames);
        return PS_OK;
    }
    ps_status status = judge_contract(texts, id, reterr);
    ps_buffer_add_str(out, ps_buffer_str(&texts->frames));
    return status == PS_OK ? keep(texts, id, job, reterr) : status;
}

/* Brought by the record itself, and readable. */
static int is_attached(const ps_screened *screened, ps_str id)
{
    for (size_t i = 0; i < screened->attachment_count; i++) {
        if (screened->attachments[i].state != PS_ATTACHED_NOT_READ &&
            ps_str_equal(screened->attachments[i].contract, id)) {
            return 1;
        }
    }
    return 0;
}

int ps_contract_texts_needed(const ps_screened *screened)
{
    return screened->contract_count > 0 && screened->element_count > 0 &&
           screened->elements[0].required;
}

ps_status ps_contract_texts_tell(ps_contract_texts *texts, const ps_screened *screened,
                                 uint64_t job, ps_buffer *out, ps_error *reterr)
{
    size_t most = texts->judge->limits->references;
    size_t count = 0;
    ps_arena_reset(&texts->ids);
    ps_str *ids = ps_arena_array(&texts->ids, screened->contract_count, sizeof *ids);
    if (!ids) {
        return ps_error_memory(reterr);
    }
    for (size_t i = 0; i < screened->contract_count && i < most; i++) {
        if (!is_attached(screened, screened->contracts[i])) {
            ids[count++] = screened->contracts[i];
        }
    }
    ps_status status = PS_OK;
    for (size_t i = 0; status == PS_OK && i < count; i++) {
        status = tell(texts, ids[i], job, out, reterr);
    }
    return status;
}
