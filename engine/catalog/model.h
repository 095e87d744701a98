/* The catalog as it stands in memory: what the reader fills in, the compiler turns into one term
 * scan, and the judge reads. Everything lives in the catalog's arena and is constant after loading.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CATALOG_MODEL_H
#define PS_CATALOG_MODEL_H

#include "base/arena.h"
#include "base/str.h"
#include "catalog/catalog.h"
#include "text/regex.h"
#include "text/terms.h"
#include "xml/tree.h"

enum { PS_CAT_NONE_INDEX = UINT16_MAX }; /* "no such thing" where an index is kept in 16 bits */

/** How much a word counts. The order is that of the tiers. */
typedef enum ps_cat_strength {
    PS_CAT_NOTHING,
    PS_CAT_WEAK,
    PS_CAT_MEDIUM,
    PS_CAT_STRONG
} ps_cat_strength;

/** A growing array in the catalog's arena. */
typedef struct ps_cat_list {
    void *items;
    uint32_t count;
    uint32_t room;
} ps_cat_list;

typedef struct ps_cat_instrument {
    ps_str id;
    ps_str label; /**< "MCR 2021" */
    const ps_node *node;
} ps_cat_instrument;

/** One wording of a category and the days it is in force. */
typedef struct ps_cat_version {
    ps_day from;
    ps_day to; /**< last day; INT32_MAX when open */
    ps_str basis;
    ps_str title;
    uint16_t category;
} ps_cat_version;

/** A comparison with a threshold, or (words) a word that decides. */
typedef struct ps_cat_threshold {
    uint16_t quantity; /**< PS_CAT_NONE_INDEX: decided by words */
    uint8_t at_least;  /**< 0: at most */
    uint8_t met;       /**< what it says when it holds: scale met, or not met */
    ps_decimal value;  /**< in the quantity's base unit */
    uint16_t category; /**< PS_CAT_NONE_INDEX: of an entry or a critical product */
    uint16_t critical;
    ps_str id; /**< shown as evidence's entry */
    const ps_node *node;
} ps_cat_threshold;

typedef struct ps_cat_category {
    ps_str id;
    ps_str title;
    uint8_t ceiling;   /**< highest points an item can reach by it */
    uint8_t has_scale; /**< its name has a scale word */
    uint16_t before;   /**< category that stands in before the first version; or none */
    ps_day first;      /**< first day of the first version */
    const ps_node *node;
} ps_cat_category;

/** Up to this many categories per entry or maker; the first leads. */
enum { PS_CAT_CATEGORIES_MAX = 4 };

typedef struct ps_cat_entry {
    ps_str id;
    ps_str title;
    uint16_t categories[PS_CAT_CATEGORIES_MAX];
    uint8_t category_count;
    uint8_t with_any;       /**< has companions */
    uint16_t with_quantity; /**< a measured quantity is a companion too; or none */
    uint16_t file;
    const ps_node *node;
} ps_cat_entry;

typedef struct ps_cat_maker {
    ps_str id;
    uint16_t makes[PS_CAT_CATEGORIES_MAX];
    uint8_t make_count;
    uint8_t lead_strength; /**< of a model number of this maker that no entry knows */
    uint16_t lead;         /**< its category; or none */
    const ps_node *node;
} ps_cat_maker;

/** A model-number shape: a literal beginning that the term scan finds and a tail. */
typedef struct ps_cat_model {
    ps_str tail; /**< folded; '#' digit, '@' letter, '*' rest of the word, ' ' maybe a blank */
    uint16_t entry;
    uint16_t maker; /**< or none */
    uint8_t strength;
} ps_cat_model;

typedef struct ps_cat_pattern {
    ps_regex *regex;
    uint16_t entry;
    uint8_t strength;
} ps_cat_pattern;

typedef struct ps_cat_code {
    uint16_t scheme;
    ps_str value;
    uint8_t prefix;   /**< longer codes that begin with it are meant too */
    uint8_t strength; /**< PS_CAT_NOTHING: a decoy */
    uint16_t entry;
    ps_day from;
    ps_day to;
    uint16_t order; /* of reading */
    const ps_node *node;
} ps_cat_code;

typedef struct ps_cat_scheme {
    ps_str id;
    ps_str names;  /**< further names as written, '|' between them */
    size_t length; /**< significant characters of a code */
} ps_cat_scheme;

typedef enum ps_cat_times {
    PS_CAT_TIMES_NONE,
    PS_CAT_TIMES_PRODUCT,
    PS_CAT_TIMES_OTHER
} ps_cat_times;

typedef struct ps_cat_quantity {
    ps_str id;
    ps_str base;
    uint8_t times;        /**< what "4 x" in front of the number means */
    uint16_t times_other; /**< the quantity that the "4" then is */
    const ps_node *node;
} ps_cat_quantity;

typedef struct ps_cat_unit {
    ps_str name; /**< folded */
    uint16_t quantity;
    ps_decimal factor;
    uint32_t next; /**< the next unit that begins with the same byte; index + 1 */
} ps_cat_unit;

/** A word that is a measure by itself: "dual-socket". */
typedef struct ps_cat_amount_word {
    uint16_t quantity;
    ps_decimal value;
} ps_cat_amount_word;

enum { PS_CAT_PLACE_BEFORE = 1, PS_CAT_PLACE_AFTER = 2, PS_CAT_PLACE_ANY = 4 };

typedef struct ps_cat_modifier {
    ps_str id;
    uint32_t only; /**< bits of the categories it is for; 0: all */
    int8_t step;   /**< +1 or -1 */
    uint8_t place;
    uint16_t reach;   /**< bytes of folded text between it and the term */
    ps_str stop;      /**< folded, '|' between: words between that keep it away from the term */
    int amount_known; /**< decides by the line's amount instead of by words */
    ps_decimal amount;
    ps_str currency;
} ps_cat_modifier;

typedef struct ps_cat_negation {
    ps_str id;
    uint8_t before; /**< it stands before what it negates; 0: behind */
    uint16_t reach; /**< bytes of folded text */
    ps_str closing; /**< folded, '|' between: needed within reach, and ends the range */
    ps_str until;   /**< folded, '|' between: ends the range early */
} ps_cat_negation;

typedef struct ps_cat_watch {
    ps_str id;
    ps_day from;
    ps_day to;
    const ps_node *node;
} ps_cat_watch;

/** A product of the critical-equipment catalogue: entries it is about, thresholds that must all
 * hold. */
typedef struct ps_cat_critical {
    ps_str id;
    uint16_t entry;
    ps_day from;
    ps_day to;
    const ps_node *node;
} ps_cat_critical;

/** What a pattern of the scan means. */
typedef enum ps_cat_use_kind {
    PS_CAT_TERM,       /**< owner: entry */
    PS_CAT_DECOY,      /**< owner: entry, or none */
    PS_CAT_CLASS_NAME, /**< owner: code; counts between asterisks */
    PS_CAT_MODEL,      /**< owner: model; the literal beginning of its shape */
    PS_CAT_PATTERN,    /**< owner: pattern; a literal that wakes it */
    PS_CAT_MAKER,      /**< owner: maker */
    PS_CAT_WATCH,      /**< owner: watch */
    PS_CAT_WITH,       /**< owner: entry */
    PS_CAT_UNLESS,     /**< owner: entry */
    PS_CAT_MODIFIER,   /**< owner: modifier */
    PS_CAT_SERVICE,    /**< owner: none */
    PS_CAT_NEGATION,   /**< owner: negation */
    PS_CAT_SCALE,      /**< owner: threshold */
    PS_CAT_LABEL,      /**< owner: quantity; "ports:" */
    PS_CAT_AMOUNT,     /**< owner: amount word */
    PS_CAT_EMPTY,      /**< says nothing of what is bought */
    PS_CAT_KINDS
} ps_cat_use_kind;

#define PS_CAT_BIT(kind) (1u << (kind))
/** Kinds that can lead to a hit, so that an item with none of them is done after the scan. */
#define PS_CAT_CANDIDATES                                                                          \
    (PS_CAT_BIT(PS_CAT_TERM) | PS_CAT_BIT(PS_CAT_CLASS_NAME) | PS_CAT_BIT(PS_CAT_MODEL) |          \
     PS_CAT_BIT(PS_CAT_PATTERN) | PS_CAT_BIT(PS_CAT_WATCH))

typedef struct ps_cat_use {
    uint8_t kind;
    uint8_t strength;
    uint16_t owner;
    uint32_t pattern; /* of the scan */
    uint16_t file;
    uint8_t as_written;  /* counts only in the glyphs of the pack */
    const ps_node *node; /* where it stands */
} ps_cat_use;

/** A text of the scan. */
typedef struct ps_cat_text {
    ps_str text;
    uint32_t first; /* index of its first use */
    uint32_t uses;
    uint32_t kinds; /* bits */
    int candidate;  /* can lead to a hit, so the item has to be looked at closely */
} ps_cat_text;

typedef struct ps_cat_file {
    ps_str id;
    ps_str version;
    ps_str title;
    const char *path;
    const ps_node *root;
    size_t entries;
    size_t examples;
} ps_cat_file;

struct ps_catalog {
    ps_arena arena;
    ps_cat_list files;        /* ps_cat_file */
    ps_cat_list instruments;  /* ps_cat_instrument */
    ps_cat_list categories;   /* ps_cat_category */
    ps_cat_list versions;     /* ps_cat_version */
    ps_cat_list thresholds;   /* ps_cat_threshold */
    ps_cat_list entries;      /* ps_cat_entry */
    ps_cat_list makers;       /* ps_cat_maker */
    ps_cat_list models;       /* ps_cat_model */
    ps_cat_list patterns;     /* ps_cat_pattern */
    ps_cat_list schemes;      /* ps_cat_scheme */
    ps_cat_list codes;        /* ps_cat_code; sorted by scheme and value after loading */
    ps_cat_list quantities;   /* ps_cat_quantity */
    ps_cat_list units;        /* ps_cat_unit */
    ps_cat_list amounts;      /* ps_cat_amount_word */
    ps_cat_list modifiers;    /* ps_cat_modifier */
    ps_cat_list negations;    /* ps_cat_negation */
    ps_cat_list watches;      /* ps_cat_watch */
    ps_cat_list criticals;    /* ps_cat_critical */
    ps_cat_list uses;         /* ps_cat_use; sorted by pattern after loading */
    ps_cat_list texts;        /* ps_cat_text; index = pattern of the scan */
    uint32_t unit_first[256]; /* by first byte, in the order of reading; index + 1, 0: none */
    ps_terms *terms;
    ps_day first_day; /* before it no category is in force */
    ps_str before;    /* what is said of that time */
};

/** The element at `index` of a list of `type`. */
#define PS_CAT_AT(list, type, index) (&((type *)(list).items)[index])

/** Room for one more element of `size` bytes, zeroed; NULL when there is no memory. */
void *ps_cat_push(ps_arena *arena, ps_cat_list *list, size_t size);

#endif
