/* SPDX-License-Identifier: Apache-2.0 */
#include "report/deflate.h"

#include <errno.h>
#include <pthread.h>
#include <zlib.h>

#include "base/cleanup.h"
#include "base/str.h"

enum {
    WINDOW = 32768, /* how far back a reference reaches */
    LONGEST = 258,
    SHORTEST = 5, /* below that, single bytes are as short */
    PIECE = 32768 /* bytes whose CRC-32 is taken at once */
};

/* The symbols of RFC 1951, 3.2.5. */
enum {
    END_OF_BLOCK = 256,
    FIRST_LENGTH = 257,
    LAST_LENGTH = 285,
    SYMBOLS = 286,
    DISTANCES = 30,
    BITS_MOST = 15
};

/* Bits of each symbol's code, in hexadecimal: bytes by rows of 32, the end of the block and the
 * lengths, the distances. They are those of a Huffman code of the rows of some hundred thousand
 * findings; what never came there has a long one. */
static const char symbol_bits[] =
#include "report/deflate_bits.inc"
    _Static_assert(sizeof symbol_bits == SYMBOLS + DISTANCES + 1, "one digit a symbol");

typedef struct code {
    uint16_t bits; /* the first one lowest */
    uint16_t count;
} code;

static code codes[SYMBOLS + DISTANCES];
static pthread_once_t codes_are_made = PTHREAD_ONCE_INIT;

static unsigned count_of(size_t symbol)
{
    char c = symbol_bits[symbol];
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static uint16_t reversed(unsigned bits, unsigned count)
{
    unsigned result = 0;
    while (count--) {
        result = result << 1 | (bits & 1);
        bits >>= 1;
    }
    return (uint16_t)result;
}

/* The codes that follow from their lengths: RFC 1951, 3.2.2. */
static void make_codes_of(size_t first, size_t end)
{
    unsigned next = 0;
    for (unsigned count = 1; count <= BITS_MOST; count++) {
        next <<= 1;
        for (size_t i = first; i < end; i++) {
            if (count_of(i) == count) {
                codes[i] = (code){reversed(next++, count), (uint16_t)count};
            }
        }
    }
}

static void make_codes(void)
{
    make_codes_of(0, SYMBOLS);
    make_codes_of(SYMBOLS, SYMBOLS + DISTANCES);
}

static void hand_over(ps_deflate *d, unsigned bytes)
{
    char out[8];
    for (size_t i = 0; i < sizeof out; i++) {
        out[i] = (char)(d->bits >> 8 * i);
    }
    ps_output_add_short(&d->kept.out, out, bytes);
}

/* At most 32 of them. */
static void put_bits(ps_deflate *d, uint64_t bits, unsigned count)
{
    d->bits |= bits << d->bit_count;
    d->bit_count += count;
    if (d->bit_count >= 32) {
        hand_over(d, 4);
        d->bits >>= 32;
        d->bit_count -= 32;
    }
}

static void put_symbol(ps_deflate *d, size_t symbol)
{
    put_bits(d, codes[symbol].bits, codes[symbol].count);
}

/* A last block of a code of its own, whose lengths stand in front of it: each of their 16 values
 * has four bits, and no run of them is shortened (RFC 1951, 3.2.7). */
static void put_block_head(ps_deflate *d)
{
    enum { LAST = 1, OWN_CODE = 2, BYTES = 257, NOT_RUNS = 16, ALL = 19, FEWEST = 4, WIDTH = 4 };
    static const unsigned char order[ALL] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                             11, 4,  12, 3, 13, 2, 14, 1, 15};
    put_bits(d, LAST, 1);
    put_bits(d, OWN_CODE, 2);
    put_bits(d, SYMBOLS - BYTES, 5);
    put_bits(d, DISTANCES - 1, 5);
    put_bits(d, ALL - FEWEST, 4);
    for (size_t i = 0; i < PS_COUNT(order); i++) {
        put_bits(d, order[i] < NOT_RUNS ? WIDTH : 0, 3);
    }
    for (size_t i = 0; i < PS_COUNT(codes); i++) {
        put_bits(d, reversed(count_of(i), WIDTH), WIDTH);
    }
}

ps_status ps_deflate_init(ps_deflate *deflate, ps_error *reterr)
{
    *deflate = (ps_deflate){.check = (uint32_t)crc32(0, NULL, 0)};
    ps_buffer_init(&deflate->text, 0);
    ps_status status = ps_spill_init(&deflate->kept, reterr);
    if (status == PS_OK) {
        (void)pthread_once(&codes_are_made, make_codes);
        put_block_head(deflate);
    }
    return status;
}

void ps_deflate_done(ps_deflate *deflate)
{
    ps_spill_done(&deflate->kept);
    ps_buffer_done(&deflate->text);
}

static void take_check(ps_deflate *d)
{
    d->check = (uint32_t)crc32(d->check, (const Bytef *)d->text.ptr, (uInt)d->text.len);
    ps_buffer_clear(&d->text);
}

static void note_text(ps_deflate *d, ps_str text)
{
    d->size += text.len;
    ps_buffer_add_str(&d->text, text);
    if (d->text.failed && !d->kept.out.failed) {
        d->kept.out.failed = ENOMEM;
    }
    if (d->text.len >= PIECE) {
        take_check(d);
    }
}

static void put_bytes(ps_deflate *d, ps_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        put_symbol(d, (unsigned char)text.ptr[i]);
    }
}

/* The place of the highest bit. */
static unsigned highest(unsigned value)
{
    return 31 - (unsigned)__builtin_clz(value);
}

/* A length as its symbol and the bits behind it; from 11 on, four symbols share each power of two.
 */
static void put_length(ps_deflate *d, unsigned length)
{
    unsigned above = length - 3;
    if (length == LONGEST) {
        put_symbol(d, LAST_LENGTH);
    } else if (above < 8) {
        put_symbol(d, FIRST_LENGTH + above);
    } else {
        unsigned extra = highest(above) - 2;
        put_symbol(d, FIRST_LENGTH + 4 * extra + (above >> extra));
        put_bits(d, above & ((1U << extra) - 1), extra);
    }
}

/* The same of a distance, with two symbols for each power of two from 5 on. */
static void put_distance(ps_deflate *d, unsigned distance)
{
    unsigned above = distance - 1;
    if (above < 4) {
        put_symbol(d, SYMBOLS + above);
    } else {
        unsigned extra = highest(above) - 1;
        put_symbol(d, SYMBOLS + 2 * extra + (above >> extra));
        put_bits(d, above & ((1U << extra) - 1), extra);
    }
}

/* Tell of the repetition that was put off, in parts of at most LONGEST and at least LEAST. */
static void put_repetition(ps_deflate *d)
{
    enum { LEAST = 3 };
    while (d->repeated) {
        uint64_t length = d->repeated < LONGEST ? d->repeated : LONGEST;
        if (d->repeated - length > 0 && d->repeated - length < LEAST) {
            length -= LEAST;
        }
        put_length(d, (unsigned)length);
        put_distance(d, (unsigned)d->distance);
        d->repeated -= length;
    }
}

void ps_deflate_add(ps_deflate *deflate, ps_str text)
{
    if (text.len) {
        put_repetition(deflate);
        put_bytes(deflate, text);
        note_text(deflate, text);
    }
}

void ps_deflate_again(ps_deflate *deflate, ps_str text, uint64_t place)
{
    uint64_t distance = deflate->size - place;
    if (!text.len) {
        return;
    }
    if (ps_deflate_follows(deflate, place)) {
        deflate->repeated += text.len;
    } else if (text.len >= SHORTEST && place < deflate->size && distance <= WINDOW) {
        put_repetition(deflate);
        deflate->repeated = text.len;
        deflate->distance = distance;
    } else {
        put_repetition(deflate);
        put_bytes(deflate, text);
    }
    note_text(deflate, text);
}

void ps_deflate_finish(ps_deflate *deflate)
{
    put_repetition(deflate);
    put_symbol(deflate, END_OF_BLOCK);
    hand_over(deflate, (deflate->bit_count + 7) / 8);
    deflate->bit_count = 0;
    take_check(deflate);
}
