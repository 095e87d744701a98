/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/fault.h"

#include <string.h>

#include "base/error.h"
#include "base/str.h"

static void drop(void *context, const char *format, ...)
{
    (void)context;
    (void)format;
}

void ps_fault_silence(ps_fault_channel *saved)
{
    saved->function = xmlGenericError;
    saved->context = xmlGenericErrorContext;
    xmlSetGenericErrorFunc(NULL, drop);
}

void ps_fault_restore(const ps_fault_channel *saved)
{
    xmlSetGenericErrorFunc(saved->context, saved->function);
}

ps_str ps_fault_message(ps_libxml_error from)
{
    ps_str rest = ps_str_trim(ps_str_from(from->message));
    ps_str line;
    /* libxml2 2.9.14 has no words for this, but where it meets a wall. */
    if (from->code == XML_ERR_CDATA_NOT_FINISHED &&
        ps_str_starts(rest, PS_STR("Unregistered error"))) {
        return PS_STR("CData section not finished");
    }
    return ps_str_next(&rest, '\n', &line) && line.len ? line : PS_STR("not well-formed");
}

static int mentions(ps_str text, ps_str what)
{
    return ps_str_find(text, what) != SIZE_MAX;
}

/* libxml2's own walls have many codes, but few words. */
static int is_wall(ps_str message)
{
    return mentions(message, PS_STR("limit exceeded")) || mentions(message, PS_STR("too big")) ||
           mentions(message, PS_STR("too long")) || mentions(message, PS_STR("Huge input")) ||
           mentions(message, PS_STR("XML_PARSE_HUGE"));
}

void ps_fault_translate(ps_libxml_error from, int behind, ps_error *ret)
{
    ps_str message = ps_fault_message(from);
    int wall = is_wall(message);
    if (from->code == XML_ERR_NO_MEMORY) {
        ps_error_memory(ret);
    } else if (from->code == XML_ERR_NAME_TOO_LONG || (wall && mentions(message, PS_STR("Name")))) {
        ps_error_limit(ret, PS_FAILED, "libxml2-name", "%.*s", PS_FMT(message));
        ps_error_hint(ret, "a name may have 50,000 bytes; this cannot be raised");
    } else if (wall) {
        ps_error_limit(ret, PS_FAILED, "libxml2-10MB", "%.*s", PS_FMT(message));
        ps_error_hint(ret, "one CDATA section, comment or processing instruction may have 10 MB; "
                           "plain text may be longer: have attachments written without CDATA");
    } else if (from->code == XML_ERR_DOCUMENT_EMPTY) {
        ps_error_set(ret, PS_FAILED, PS_E_NOT_XML, "%.*s", PS_FMT(message));
    } else if (from->code == XML_ERR_UNDECLARED_ENTITY) {
        ps_error_set(ret, PS_FAILED, PS_E_ENTITY, "%.*s", PS_FMT(message));
    } else if (behind) {
        ps_error_set(ret, PS_FAILED, PS_E_TRAILING_DATA,
                     "data behind the end of the document: %.*s", PS_FMT(message));
    } else {
        ps_error_set(ret, PS_FAILED, PS_E_ILL_FORMED, "%.*s", PS_FMT(message));
    }
}

int ps_fault_is_reference(ps_libxml_error from)
{
    return from->code == XML_WAR_UNDECLARED_ENTITY || from->code == XML_ERR_UNDECLARED_ENTITY;
}

void ps_fault_reference(const char *name, ps_error *ret)
{
    ps_error_set(ret, PS_FAILED, PS_E_ENTITY,
                 "unresolved-entity %s: the reference cannot be resolved", name);
}

void ps_fault_damage(ps_libxml_error from, ps_error *ret)
{
    ps_str message = ps_fault_message(from);
    if (ps_fault_is_reference(from) && from->str1) {
        ps_fault_reference(from->str1, ret);
    } else if (from->domain == XML_FROM_NAMESPACE) {
        ps_error_set(ret, PS_FAILED, PS_E_NAMESPACE, "%.*s", PS_FMT(message));
    } else {
        ps_error_set(ret, PS_FAILED, PS_E_ILL_FORMED, "%.*s", PS_FMT(message));
    }
}

static size_t blanks(ps_str text, size_t at)
{
    while (at < text.len && ps_is_space(text.ptr[at])) {
        at++;
    }
    return at;
}

static size_t name_end(ps_str text, size_t at)
{
    while (at < text.len && !ps_is_space(text.ptr[at]) && text.ptr[at] != '=' &&
           text.ptr[at] != '>' && text.ptr[at] != '/') {
        at++;
    }
    return at;
}

size_t ps_fault_second_attribute(ps_libxml_error from, ps_str tag)
{
    /* "Attribute p:name redefined" */
    ps_str rest = ps_fault_message(from);
    ps_str name;
    int seen = 0;
    if (from->code != XML_ERR_ATTRIBUTE_REDEFINED || !ps_str_next_word(&rest, &name) ||
        !ps_str_next_word(&rest, &name)) {
        return SIZE_MAX;
    }
    size_t at = blanks(tag, name_end(tag, 0));
    while (at < tag.len) {
        size_t end = name_end(tag, at);
        if (ps_str_equal(ps_str_slice(tag, at, end), name) && seen++) {
            return at;
        }
        at = blanks(tag, end);
        at = at < tag.len && tag.ptr[at] == '=' ? blanks(tag, at + 1) : tag.len;
        const char *quote =
            at < tag.len ? memchr(tag.ptr + at + 1, tag.ptr[at], tag.len - at - 1) : NULL;
        if (!quote) {
            return SIZE_MAX;
        }
        at = blanks(tag, (size_t)(quote - tag.ptr) + 1);
    }
    return SIZE_MAX;
}
