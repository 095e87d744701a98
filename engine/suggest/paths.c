/* SPDX-License-Identifier: Apache-2.0 */
#include "suggest/paths.h"

#include "base/str.h"
#include "base/utf8.h"

#define XML_SPACE "http://www.w3.org/XML/1998/namespace"

/* Whether a namespace may be declared in a pack, whose parser takes only what is a URI: a scheme, a
 * plain authority, no character that would have to be escaped, one '#'. */
static int is_plain_uri(ps_str uri)
{
    size_t colon = ps_str_find(uri, PS_STR(":"));
    size_t hashes = 0;
    if (colon == SIZE_MAX || colon < 2 || colon + 1 == uri.len || !ps_is_alpha(uri.ptr[0])) {
        return 0;
    }
    int authority = ps_str_starts(ps_str_slice(uri, colon + 1, uri.len), PS_STR("//"));
    for (size_t i = 0; i < uri.len; i++) {
        char c = uri.ptr[i];
        int word = ps_is_alpha(c) || ps_is_digit(c) || c == '.' || c == '-';
        if (i < colon || (authority && i > colon + 2)) {
            /* of the scheme; of the host, up to the path */
            authority &= c != '/' || i <= colon;
            if (!word && (c != '/' || i < colon)) {
                return 0;
            }
        } else if (!word && !strchr("_~:/?#=&+,;@", c)) {
            return 0;
        }
        hashes += c == '#';
    }
    return hashes < 2;
}

void ps_paths_add_name(ps_buffer *out, ps_prefixes *prefixes, const ps_sample *sample)
{
    size_t at = 0;
    if (ps_str_is(sample->uri, XML_SPACE)) {
        ps_buffer_add_text(out, sample->kind == PS_SAMPLE_ATTRIBUTE ? "xml:" : "*:");
    } else if (sample->uri.len && !is_plain_uri(sample->uri)) {
        ps_buffer_add_text(out, "*:");
    } else if (sample->uri.len) {
        while (at < prefixes->count && !ps_str_equal(prefixes->uris[at], sample->uri)) {
            at++;
        }
        if (at < PS_PREFIXES_MOST) {
            prefixes->uris[at] = sample->uri;
            prefixes->count += at == prefixes->count;
            ps_buffer_printf(out, "n%zu:", at + 1);
        } else {
            ps_buffer_add_text(out, "*:");
        }
    }
    ps_buffer_add_str(out, sample->name);
}

/* The condition of a variant. Its key was taken only if it can stand between quotes. */
static void add_condition(ps_buffer *out, ps_prefixes *prefixes, const ps_sample *variant)
{
    ps_buffer_add_text(out, "[@");
    ps_paths_add_name(out, prefixes, variant->key);
    ps_buffer_add_text(out, "='");
    ps_buffer_add_str(out, variant->name);
    ps_buffer_add_text(out, "']");
}

/* The steps down to an element or variant; 0 when there was none to write. */
static int add_steps(ps_buffer *out, ps_prefixes *prefixes, const ps_sample *base,
                     const ps_sample *sample)
{
    if (sample == base || !sample) {
        return 0;
    }
    if (sample->kind == PS_SAMPLE_VARIANT) {
        if (!add_steps(out, prefixes, base, sample->parent)) {
            ps_buffer_add_char(out, '.');
        }
        add_condition(out, prefixes, sample);
        return 1;
    }
    if (add_steps(out, prefixes, base, sample->parent)) {
        ps_buffer_add_char(out, '/');
    }
    ps_paths_add_name(out, prefixes, sample);
    return 1;
}

static const ps_sample *element_of(const ps_sample *leaf)
{
    return leaf->kind == PS_SAMPLE_ATTRIBUTE ? leaf->parent : leaf;
}

void ps_paths_add_element(ps_buffer *out, ps_prefixes *prefixes, const ps_sample *base,
                          const ps_sample *leaf)
{
    if (!add_steps(out, prefixes, base, element_of(leaf))) {
        ps_buffer_add_char(out, '.');
    }
}

void ps_paths_add_value(ps_buffer *out, ps_prefixes *prefixes, const ps_sample *leaf)
{
    ps_buffer_add_char(out, leaf->kind == PS_SAMPLE_ATTRIBUTE ? '@' : '.');
    if (leaf->kind == PS_SAMPLE_ATTRIBUTE) {
        ps_paths_add_name(out, prefixes, leaf);
    }
}

void ps_paths_add(ps_buffer *out, ps_prefixes *prefixes, const ps_sample *base,
                  const ps_sample *leaf)
{
    int steps = add_steps(out, prefixes, base, element_of(leaf));
    if (leaf->kind == PS_SAMPLE_ATTRIBUTE) {
        ps_buffer_add_text(out, steps ? "/" : "");
        ps_paths_add_value(out, prefixes, leaf);
    } else if (!steps) {
        ps_buffer_add_char(out, '.');
    }
}

size_t ps_paths_steps(const ps_sample *base, const ps_sample *leaf)
{
    return leaf->depth > base->depth ? leaf->depth - base->depth : 0;
}

/* Characters that act on a terminal or on the order of text, or cannot be seen. */
static int is_hidden(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
           (c >= 0xfff0 && c <= 0xfffb) || c >= 0xe0000;
}

void ps_paths_add_comment(ps_buffer *out, ps_str text, size_t most)
{
    ps_str shown = ps_str_cut(text, most);
    char before = out->len ? out->ptr[out->len - 1] : ' ';
    for (size_t i = 0; i < shown.len;) {
        const unsigned char *at = (const unsigned char *)shown.ptr + i;
        size_t len = ps_utf8_length(at, shown.len - i);
        uint32_t c = len ? ps_utf8_code_point(at, len) : 0;
        if (c == '-' && before == '-') {
            ps_buffer_add_char(out, ' '); /* "--" cannot stand in a comment */
        }
        if (is_hidden(c)) {
            ps_buffer_add_char(out, c == '\t' || c == '\n' || c == '\r' ? ' ' : '?');
        } else {
            ps_buffer_add(out, (const char *)at, len);
        }
        before = shown.ptr[i];
        i += len ? len : 1;
    }
    ps_buffer_add_text(out, before == '-' ? " " : "");
    ps_buffer_add_text(out, shown.len < text.len ? "\xe2\x80\xa6" : "");
}
