/* What the benchmark compares with: each text of an XML file against each pattern, one after the
 * other, with PCRE2's compiler to machine code.
 *
 *     one_by_one PATTERNS FILE
 *
 * PATTERNS has a regular expression a line. Prints how many texts had a match.
 * SPDX-License-Identifier: Apache-2.0 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <libxml/parser.h>
#include <pcre2.h>
#include <stdio.h>
#include <string.h>

enum { PATTERNS_MOST = 20000, TEXT_MOST = 1 << 20, LINE_MOST = 1 << 20 };

typedef struct search {
    pcre2_code *patterns[PATTERNS_MOST];
    size_t count;
    pcre2_match_data *found;
    char text[TEXT_MOST];
    size_t length;
    unsigned long matches;
} search;

static search all; /* too large for a stack */

static void on_start(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespaces, const xmlChar **declared, int attributes, int defaulted,
                     const xmlChar **attribute)
{
    search *s = user;
    (void)name, (void)prefix, (void)uri, (void)namespaces, (void)declared, (void)attributes;
    (void)defaulted, (void)attribute;
    s->length = 0;
}

static void on_text(void *user, const xmlChar *text, int length)
{
    search *s = user;
    if (length > 0 && (size_t)length <= TEXT_MOST - s->length) {
        memcpy(s->text + s->length, text, (size_t)length);
        s->length += (size_t)length;
    }
}

static void on_end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    search *s = user;
    int matched = 0;
    (void)name, (void)prefix, (void)uri;
    for (size_t i = 0; s->length && i < s->count; i++) {
        matched |= pcre2_match(s->patterns[i], (PCRE2_SPTR)s->text, s->length, 0,
                               PCRE2_NO_UTF_CHECK, s->found, NULL) > 0;
    }
    s->matches += (unsigned long)matched;
    s->length = 0;
}

static int read_patterns(search *s, const char *path)
{
    static char line[LINE_MOST];
    FILE *file = fopen(path, "r");
    while (file && s->count < PATTERNS_MOST && fgets(line, sizeof line, file)) {
        int error;
        size_t at;
        pcre2_code *code = pcre2_compile((PCRE2_SPTR)line, strcspn(line, "\n"),
                                         PCRE2_CASELESS | PCRE2_UTF, &error, &at, NULL);
        if (!code || pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) != 0) {
            fprintf(stderr, "pattern %zu cannot be compiled, at %zu\n", s->count + 1, at);
            return 0;
        }
        s->patterns[s->count++] = code;
    }
    if (file) {
        fclose(file);
    }
    return s->count > 0;
}

int main(int argc, char **argv)
{
    if (argc != 3 || !read_patterns(&all, argv[1])) {
        return 2;
    }
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = on_start,
                         .endElementNs = on_end,
                         .characters = on_text};
    all.found = pcre2_match_data_create(1, NULL);
    int status = all.found ? xmlSAXUserParseFile(&sax, &all, argv[2]) : -1;
    printf("%lu texts matched\n", all.matches);
    for (size_t i = 0; i < all.count; i++) {
        pcre2_code_free(all.patterns[i]);
    }
    pcre2_match_data_free(all.found);
    return status == 0 ? 0 : 1;
}
