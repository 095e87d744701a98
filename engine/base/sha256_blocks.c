/* The packs are hashed at every start, a megabyte, and every finding has a fingerprint: portable
 * code takes ten times as long for both.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/sha256_blocks.h"

#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__)
#include <cpuid.h>
#include <immintrin.h>
#include <stdatomic.h>

#define WITH_SHA __attribute__((target("sha,ssse3,sse4.1")))

/* FIPS 180-4, 4.2.2 */
static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static int find_instructions(void)
{
    unsigned a;
    unsigned b;
    unsigned c;
    unsigned d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSSE3) || !(c & bit_SSE4_1)) {
        return 0;
    }
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & (1U << 29)) != 0;
}

/* Asked once: on a virtual machine the answer takes longer than a hash. */
static int has_instructions(void)
{
    enum { UNKNOWN, YES, NO };
    static atomic_int known = UNKNOWN;
    int answer = atomic_load_explicit(&known, memory_order_relaxed);
    if (answer == UNKNOWN) {
        answer = find_instructions() ? YES : NO;
        atomic_store_explicit(&known, answer, memory_order_relaxed);
    }
    return answer == YES;
}

WITH_SHA static __m128i load(const void *from)
{
    return _mm_loadu_si128(from);
}

/* The next four words of the schedule from the last sixteen, of which words[i % 4] are the oldest.
 */
WITH_SHA static __m128i next_words(const __m128i words[4], unsigned i)
{
    __m128i newest = words[(i + 3) % 4];
    __m128i sum = _mm_sha256msg1_epu32(words[i % 4], words[(i + 1) % 4]);
    sum = _mm_add_epi32(sum, _mm_alignr_epi8(newest, words[(i + 2) % 4], 4));
    return _mm_sha256msg2_epu32(sum, newest);
}

/* The instructions want the state as ABEF and CDGH, words of the message in the processor's order.
 */
WITH_SHA static void work(uint32_t state[8], const char *at, size_t blocks)
{
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    __m128i cdab = _mm_shuffle_epi32(load(state), 0xB1);
    __m128i hgfe = _mm_shuffle_epi32(load(state + 4), 0x1B);
    __m128i abef = _mm_alignr_epi8(cdab, hgfe, 8);
    __m128i cdgh = _mm_blend_epi16(hgfe, cdab, 0xF0);
    for (; blocks > 0; blocks--, at += PS_SHA256_BLOCK) {
        __m128i words[4];
        __m128i abef_before = abef;
        __m128i cdgh_before = cdgh;
        for (unsigned i = 0; i < 16; i++) {
            words[i % 4] =
                i < 4 ? _mm_shuffle_epi8(load(at + 16 * (size_t)i), swap) : next_words(words, i);
            __m128i sum = _mm_add_epi32(words[i % 4], load(constants + 4 * (size_t)i));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
    __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
    _mm_storeu_si128((void *)state, _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128((void *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

/* The message as blocks: what does not fill one waits in `rest`. */
typedef struct message {
    uint32_t state[8];
    uint64_t bytes;
    char rest[PS_SHA256_BLOCK];
    size_t held;
} message;

static void add(message *m, ps_str part)
{
    m->bytes += part.len;
    if (m->held) {
        size_t more = PS_SHA256_BLOCK - m->held;
        more = more < part.len ? more : part.len;
        memcpy(m->rest + m->held, part.ptr, more);
        m->held += more;
        part = (ps_str){part.ptr + more, part.len - more};
        if (m->held < PS_SHA256_BLOCK) {
            return;
        }
        work(m->state, m->rest, 1);
        m->held = 0;
    }
    size_t blocks = part.len / PS_SHA256_BLOCK;
    if (blocks) {
        work(m->state, part.ptr, blocks);
    }
    m->held = part.len % PS_SHA256_BLOCK;
    memcpy(m->rest, part.ptr + part.len - m->held, m->held);
}

/* FIPS 180-4, 5.1.1: a bit, zeros, and the length in bits. */
static void finish(message *m)
{
    enum { LENGTH_AT = PS_SHA256_BLOCK - 8 };
    m->rest[m->held++] = (char)0x80;
    if (m->held > LENGTH_AT) {
        memset(m->rest + m->held, 0, PS_SHA256_BLOCK - m->held);
        work(m->state, m->rest, 1);
        m->held = 0;
    }
    memset(m->rest + m->held, 0, LENGTH_AT - m->held);
    for (int i = 0; i < 8; i++) {
        m->rest[LENGTH_AT + i] = (char)(m->bytes * 8 >> (56 - 8 * i));
    }
    work(m->state, m->rest, 1);
}

int ps_sha256_blocks(const ps_str *parts, size_t count, uint8_t ret_digest[PS_SHA256_DIGEST])
{
    if (!has_instructions()) {
        return 0;
    }
    /* FIPS 180-4, 5.3.3 */
    message m = {.state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c,
                           0x1f83d9ab, 0x5be0cd19}};
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len) {
            add(&m, parts[i]);
        }
    }
    finish(&m);
    for (size_t i = 0; i < PS_SHA256_DIGEST; i++) {
        ret_digest[i] = (uint8_t)(m.state[i / 4] >> (24 - 8 * (i % 4)));
    }
    return 1;
}
#else
int ps_sha256_blocks(const ps_str *parts, size_t count, uint8_t ret_digest[PS_SHA256_DIGEST])
{
    (void)parts;
    (void)count;
    (void)ret_digest;
    return 0;
}
#endif
