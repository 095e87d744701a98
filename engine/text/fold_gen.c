/* Writes the fold table as C source, from ICU's data. Runs at build time only; the library itself
 * does not use ICU.
 *
 * A code point is folded by: the few forms of punctuation that are unified here, else NFKC with
 * case folding (which drops what is default-ignorable), NFKD, without combining marks that are not
 * letters of their script, Traditional to Simplified Chinese; again until nothing changes, so that
 * folding folded text changes nothing.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uclean.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "text/fold_table.h"

enum {
    CODE_POINTS = 0x110000,
    TEXT_MAX = 128, /* UTF-16 units of one folded character on the way */
    ROUNDS_MAX = 8, /* until nothing changes; more is a cycle in the data */
    STRINGS_MAX = 1 << 16,
    ENTRIES_MAX = 1 << 18
};

typedef struct text {
    UChar units[TEXT_MAX];
    int32_t len;
} text;

static const UNormalizer2 *nfkc_casefold;
static const UNormalizer2 *nfkd;
static const UNormalizer2 *nfc;
static const UNormalizer2 *nfd;
static UTransliterator *hant_hans;

static uint32_t all_entries[CODE_POINTS];
static uint32_t entries[ENTRIES_MAX];
static uint16_t pages[PS_FOLD_PAGES];
static char strings[STRINGS_MAX];
static size_t strings_used;
static size_t pages_used;

static void fail(const char *what, UChar32 c, UErrorCode status)
{
    fprintf(stderr, "fold_gen: %s at U+%04X: %s\n", what, (unsigned)c, u_errorName(status));
    exit(1);
}

/* Punctuation that is unified although Unicode keeps it apart. 0: none. */
static UChar32 unified(UChar32 c)
{
    switch (c) {
    case 0x301C: /* wave dash: Unicode decomposes its look-alike U+FF5E to a tilde */
    case 0x3030:
        return '~';
    case 0x2500: /* box drawing, used for dashes */
    case 0x2501:
    case 0x2043: /* hyphen bullet */
        return '-';
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2039:
    case 0x203A:
    case 0x02BB: /* modifier letters that are typed for an apostrophe */
    case 0x02BC:
    case 0x02BD:
    case 0x2032: /* prime */
    case 0x00B4: /* acute accents */
    case 0x1FFD:
        return '\'';
    case 0x2044: /* fraction slash */
    case 0x2215:
    case 0x29F8:
        return '/';
    case 0x2022: /* bullet */
    case 0x2027:
    case 0x2219:
    case 0x22C5:
    case 0x30FB:
    case 0xFF65:
        return 0xB7;
    default:
        if (c >= 0x80 && u_hasBinaryProperty(c, UCHAR_DASH)) {
            return '-';
        }
        if (c >= 0x80 && u_hasBinaryProperty(c, UCHAR_QUOTATION_MARK)) {
            return c == 0xFF07 ? '\'' : '"';
        }
        return 0;
    }
}

static int is_space(UChar32 c)
{
    return u_hasBinaryProperty(c, UCHAR_WHITE_SPACE) || c == 0x2800; /* Braille blank */
}

static int is_bidi(UChar32 c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* The interlinear annotation characters are as invisible as those that Unicode says to ignore. */
static int is_ignorable(UChar32 c)
{
    return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
           (c >= 0xFFF9 && c <= 0xFFFB);
}

static UScriptCode script_of(UChar32 c)
{
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(c, &status);
    if (U_FAILURE(status)) {
        fail("script", c, status);
    }
    return script;
}

static int is_east_asian(UChar32 c)
{
    switch ((int)script_of(c)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
        return 1;
    default:
        /* The kana voicing marks and the prolonged sound mark belong to no script alone. */
        return c == 0x3099 || c == 0x309A || c == 0x30FC || (c >= 0x3001 && c <= 0x303F) ||
               (c >= 0x31C0 && c <= 0x31EF) || (c >= 0x2FF0 && c <= 0x2FFF);
    }
}

/* A mark that sits on any letter, or an optional vowel point, is dropped; the vowel signs and
 * viramas of Indic scripts are letters of the word and stay, and so does what turns one kana into
 * another. */
static int is_dropped_mark(UChar32 c)
{
    int category = u_charType(c);
    if (category == U_ENCLOSING_MARK) {
        return 1;
    }
    if ((category != U_NON_SPACING_MARK && category != U_COMBINING_SPACING_MARK) || c == 0x3099 ||
        c == 0x309A) {
        return 0;
    }
    switch ((int)script_of(c)) {
    case USCRIPT_INHERITED:
    case USCRIPT_COMMON:
    case USCRIPT_LATIN:
    case USCRIPT_GREEK:
    case USCRIPT_CYRILLIC:
    case USCRIPT_HEBREW:
    case USCRIPT_ARABIC:
    case USCRIPT_SYRIAC:
    case USCRIPT_HAN:
    case USCRIPT_HANGUL:
        return 1;
    default:
        return 0;
    }
}

static int is_word(UChar32 c)
{
    uint32_t mask = U_GET_GC_MASK(c);
    if (!(mask & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) || is_east_asian(c)) {
        return 0;
    }
    switch ((int)script_of(c)) {
    case USCRIPT_HANGUL: /* particles follow the noun without a blank */
    case USCRIPT_YI:
    case USCRIPT_TANGUT:
    case USCRIPT_NUSHU:
    case USCRIPT_KHITAN_SMALL_SCRIPT:
        return 0;
    default:
        return u_getIntPropertyValue(c, UCHAR_LINE_BREAK) != U_LB_COMPLEX_CONTEXT;
    }
}

static int is_joint(UChar32 c)
{
    return c == '-' || c == '/' || c == '\\' || c == '_' || c == 0xB7;
}

static void append(text *t, UChar32 c)
{
    UBool bad = 0;
    U16_APPEND(t->units, t->len, TEXT_MAX, c, bad);
    if (bad) {
        fail("folded text is too long", c, U_BUFFER_OVERFLOW_ERROR);
    }
}

static void normalize(const UNormalizer2 *form, text *t, UChar32 c)
{
    UErrorCode status = U_ZERO_ERROR;
    text out;
    out.len = unorm2_normalize(form, t->units, t->len, out.units, TEXT_MAX, &status);
    if (U_FAILURE(status)) {
        fail("normalization", c, status);
    }
    *t = out;
}

static void drop_marks(text *t)
{
    text out = {.len = 0};
    for (int32_t i = 0; i < t->len;) {
        UChar32 part;
        U16_NEXT(t->units, i, t->len, part);
        if (!is_dropped_mark(part)) {
            append(&out, part);
        }
    }
    *t = out;
}

static UChar32 simplify_once(UChar32 c)
{
    UErrorCode status = U_ZERO_ERROR;
    text t = {.len = 0};
    append(&t, c);
    int32_t limit = t.len;
    utrans_transUChars(hant_hans, t.units, &t.len, TEXT_MAX, 0, &limit, &status);
    UChar32 out = 0;
    int32_t end = 0;
    U16_NEXT(t.units, end, t.len, out);
    if (U_FAILURE(status) || end != t.len) {
        fail("Hant-Hans", c, status);
    }
    return out;
}

/* A few characters are the simplified form of one character and the traditional form of another,
 * round in a circle: the circle's first is taken for all. */
static UChar32 simplify(UChar32 c)
{
    UChar32 seen[ROUNDS_MAX];
    for (int count = 0; count < ROUNDS_MAX; count++) {
        seen[count] = c;
        c = simplify_once(c);
        for (int i = 0; i <= count; i++) {
            if (seen[i] != c) {
                continue;
            }
            for (; i <= count; i++) {
                c = seen[i] < c ? seen[i] : c;
            }
            return c;
        }
    }
    fail("Hant-Hans does not settle", c, U_ZERO_ERROR);
    return c;
}

/* One round for one character. */
static void fold_once(UChar32 c, text *out)
{
    UChar32 one = unified(c);
    if (one || is_space(c)) {
        append(out, one ? one : ' ');
        return;
    }
    if (is_ignorable(c) || is_dropped_mark(c)) {
        return;
    }
    text t = {.len = 0};
    append(&t, c);
    /* Marks go first: one of them, the iota below, would become a letter by folding case. */
    normalize(nfkd, &t, c);
    drop_marks(&t);
    normalize(nfkc_casefold, &t, c);
    normalize(nfkd, &t, c);
    drop_marks(&t);
    for (int32_t i = 0; i < t.len;) {
        UChar32 part;
        U16_NEXT(t.units, i, t.len, part);
        append(out, script_of(part) == USCRIPT_HAN ? simplify(part) : part);
    }
}

static void fold(UChar32 c, text *t)
{
    *t = (text){.len = 0};
    append(t, c);
    for (int round = 0; round < ROUNDS_MAX; round++) {
        text next = {.len = 0};
        for (int32_t i = 0; i < t->len;) {
            UChar32 part;
            U16_NEXT(t->units, i, t->len, part);
            fold_once(part, &next);
        }
        if (next.len == t->len && !u_memcmp(next.units, t->units, next.len)) {
            return;
        }
        *t = next;
    }
    fail("folding does not settle", c, U_ZERO_ERROR);
}

/* The canonical forms of a character must fold alike. */
static void check_form(const UNormalizer2 *form, UChar32 c, const text *folded)
{
    text t = {.len = 0};
    append(&t, c);
    normalize(form, &t, c);
    text all = {.len = 0};
    for (int32_t i = 0; i < t.len;) {
        UChar32 part;
        text one;
        U16_NEXT(t.units, i, t.len, part);
        fold(part, &one);
        for (int32_t k = 0; k < one.len;) {
            U16_NEXT(one.units, k, one.len, part);
            append(&all, part);
        }
    }
    if (all.len != folded->len || u_memcmp(all.units, folded->units, all.len) != 0) {
        fail("equivalent characters fold apart", c, U_ZERO_ERROR);
    }
}

static uint32_t flags_of(UChar32 c)
{
    return (is_east_asian(c) ? PS_FOLD_IS_CJK : 0) | (is_word(c) ? PS_FOLD_IS_WORD : 0) |
           (is_joint(c) ? PS_FOLD_IS_JOINT : 0);
}

/* Offset of the UTF-8 form of `t` among the strings, each behind its length. */
static uint32_t intern(const text *t, UChar32 c)
{
    char bytes[TEXT_MAX * 3 + 1];
    int32_t len = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strToUTF8(bytes + 1, TEXT_MAX * 3, &len, t->units, t->len, &status);
    if (U_FAILURE(status) || len > 255 || strings_used + 1 + (size_t)len > STRINGS_MAX) {
        fail("UTF-8", c, status);
    }
    bytes[0] = (char)len;
    for (size_t at = 0; at < strings_used; at += 1 + (size_t)(unsigned char)strings[at]) {
        if (!memcmp(strings + at, bytes, (size_t)len + 1)) {
            return (uint32_t)at;
        }
    }
    size_t at = strings_used;
    memcpy(strings + at, bytes, (size_t)len + 1);
    strings_used += (size_t)len + 1;
    return (uint32_t)at;
}

static uint32_t make_entry(UChar32 c)
{
    static const uint32_t one = (uint32_t)PS_FOLD_ONE << PS_FOLD_KIND_SHIFT;
    if (c >= 0xD800 && c <= 0xDFFF) {
        return 0;
    }
    if (c >= 0xAC00 && c <= 0xD7A3) {
        return (uint32_t)PS_FOLD_HANGUL << PS_FOLD_KIND_SHIFT;
    }
    text t;
    fold(c, &t);
    check_form(nfc, c, &t);
    check_form(nfd, c, &t);
    if (t.len == 0) {
        uint32_t flag = is_bidi(c) ? PS_FOLD_IS_BIDI : is_ignorable(c) ? PS_FOLD_IS_IGNORABLE : 0;
        return ((uint32_t)PS_FOLD_DROP << PS_FOLD_KIND_SHIFT) | flag;
    }
    int32_t end = 0;
    UChar32 first;
    U16_NEXT(t.units, end, t.len, first);
    if (end == t.len) {
        if (first == ' ') {
            /* The ideographic space parts words and lines in honest text. */
            uint32_t flag = c == ' ' || c == 0x3000 || !is_space(c) ? 0 : PS_FOLD_IS_BREAK;
            return ((uint32_t)PS_FOLD_SPACE << PS_FOLD_KIND_SHIFT) | flag;
        }
        return first == c ? flags_of(c) : one | (uint32_t)first | flags_of(first);
    }
    uint32_t word = PS_FOLD_IS_WORD;
    for (int32_t i = 0; i < t.len;) {
        UChar32 part;
        U16_NEXT(t.units, i, t.len, part);
        word &= flags_of(part);
    }
    return ((uint32_t)PS_FOLD_MANY << PS_FOLD_KIND_SHIFT) | intern(&t, c) | word;
}

static void add_page(UChar32 first)
{
    uint32_t page[PS_FOLD_PAGE_SIZE];
    for (int i = 0; i < PS_FOLD_PAGE_SIZE; i++) {
        page[i] = all_entries[first + i];
    }
    size_t at = 0;
    while (at < pages_used && memcmp(entries + at * PS_FOLD_PAGE_SIZE, page, sizeof page) != 0) {
        at++;
    }
    if (at == pages_used) {
        if ((pages_used + 1) * PS_FOLD_PAGE_SIZE > ENTRIES_MAX) {
            fail("too many pages", first, U_BUFFER_OVERFLOW_ERROR);
        }
        memcpy(entries + at * PS_FOLD_PAGE_SIZE, page, sizeof page);
        pages_used++;
    }
    pages[first / PS_FOLD_PAGE_SIZE] = (uint16_t)at;
}

static int ascii_of(UChar32 c, int term)
{
    uint32_t entry = all_entries[c];
    if (c >= 0x80 || ps_fold_kind(entry) > PS_FOLD_ONE || (term && (entry & PS_FOLD_IS_JOINT))) {
        return 0;
    }
    return ps_fold_kind(entry) == PS_FOLD_ONE ? (int)(entry & PS_FOLD_PAYLOAD) : c;
}

static int write_table(FILE *out)
{
    fprintf(out,
            "/* Written by fold_gen from ICU %s, Unicode %s. */\n#include "
            "\"text/fold_table.h\"\n\nconst uint16_t ps_fold_pages[PS_FOLD_PAGES] = {",
            U_ICU_VERSION, U_UNICODE_VERSION);
    for (size_t i = 0; i < PS_FOLD_PAGES; i++) {
        fprintf(out, "%s%u,", i % 16 ? "" : "\n", pages[i]);
    }
    fprintf(out, "\n};\n\nconst uint32_t ps_fold_entries[] = {");
    for (size_t i = 0; i < pages_used * PS_FOLD_PAGE_SIZE; i++) {
        fprintf(out, "%s0x%X,", i % 8 ? "" : "\n", (unsigned)entries[i]);
    }
    fprintf(out, "\n};\n\nconst char ps_fold_strings[] = {");
    for (size_t i = 0; i < strings_used; i++) {
        fprintf(out, "%s%d,", i % 16 ? "" : "\n", (int)(signed char)strings[i]);
    }
    fprintf(out, "\n};\n\nconst unsigned char ps_fold_ascii[2][256] = {");
    for (int term = 0; term < 2; term++) {
        fprintf(out, "\n{");
        for (UChar32 c = 0; c < 256; c++) {
            fprintf(out, "%d,", ascii_of(c, term));
        }
        fprintf(out, "},");
    }
    fprintf(out, "\n};\n");
    return ferror(out);
}

int main(int argc, char **argv)
{
    UErrorCode status = U_ZERO_ERROR;
    if (argc != 2) {
        fprintf(stderr, "usage: fold_gen OUTPUT\n");
        return 2;
    }
    nfkc_casefold = unorm2_getNFKCCasefoldInstance(&status);
    nfkd = unorm2_getNFKDInstance(&status);
    nfc = unorm2_getNFCInstance(&status);
    nfd = unorm2_getNFDInstance(&status);
    UChar id[16];
    u_uastrcpy(id, "Hant-Hans");
    hant_hans = utrans_openU(id, -1, UTRANS_FORWARD, NULL, -1, NULL, &status);
    if (U_FAILURE(status)) {
        fail("ICU", 0, status);
    }
    for (UChar32 c = 0; c < CODE_POINTS; c++) {
        all_entries[c] = make_entry(c);
    }
    for (UChar32 c = 0; c < CODE_POINTS; c += PS_FOLD_PAGE_SIZE) {
        add_page(c);
    }
    utrans_close(hant_hans);
    u_cleanup();
    FILE *out = fopen(argv[1], "w");
    if (!out) {
        perror(argv[1]);
        return 1;
    }
    int failed = write_table(out);
    if (fclose(out) || failed) {
        perror(argv[1]);
        return 1;
    }
    return 0;
}
