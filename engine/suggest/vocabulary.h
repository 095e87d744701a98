/* What the names of elements and attributes say, in the languages and habits of ERP exports.
 *
 * A name is cut into words ("VendorTaxNo", "PO_NUMBER", "bestellnummer", "供应商名称"), and each
 * word stands for a concept. The words are the table in words.c.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SUGGEST_VOCABULARY_H
#define PS_SUGGEST_VOCABULARY_H

#include "procscreen/common.h"

/* X(symbol, "how a note calls it") */
#define PS_CONCEPTS(X)                                                                             \
    X(ORDER, "order")                                                                              \
    X(CONTRACT, "contract")                                                                        \
    X(FRAMEWORK, "framework agreement")                                                            \
    X(INVOICE, "invoice")                                                                          \
    X(CATALOGUE, "catalogue")                                                                      \
    X(NOTICE, "notice")                                                                            \
    X(QUOTATION, "quotation")                                                                      \
    X(PROJECT, "project")                                                                          \
    X(DESPATCH, "despatch or receipt")                                                             \
    X(REQUEST, "request")                                                                          \
    X(DOCUMENT, "document")                                                                        \
    X(BUYER, "buyer")                                                                              \
    X(SUPPLIER, "supplier")                                                                        \
    X(PARTY, "party")                                                                              \
    X(ROLE, "role")                                                                                \
    X(CONTACT, "person or contact")                                                                \
    X(ADDRESS, "address")                                                                          \
    X(PLACE, "part of an address")                                                                 \
    X(BANK, "bank")                                                                                \
    X(SECRET, "secret")                                                                            \
    X(ITEM, "item")                                                                                \
    X(LINE, "line")                                                                                \
    X(LIST, "list")                                                                                \
    X(HEAD, "head")                                                                                \
    X(NUMBER, "number")                                                                            \
    X(CODE, "code")                                                                                \
    X(NAME, "name")                                                                                \
    X(DESCRIPTION, "description")                                                                  \
    X(SPECIFICATION, "specification")                                                              \
    X(MODEL, "model")                                                                              \
    X(MANUFACTURER, "manufacturer")                                                                \
    X(BRAND, "brand")                                                                              \
    X(NOTE, "note")                                                                                \
    X(TERMS, "terms")                                                                              \
    X(CLAUSE, "clause or body of a text")                                                          \
    X(DATE, "date")                                                                                \
    X(DELIVERY, "delivery")                                                                        \
    X(DUE, "another day than that of the document")                                                \
    X(QUANTITY, "quantity")                                                                        \
    X(UNIT, "unit")                                                                                \
    X(PRICE, "price")                                                                              \
    X(BASE, "base of a price")                                                                     \
    X(AMOUNT, "amount")                                                                            \
    X(TOTAL, "total")                                                                              \
    X(TAX, "tax")                                                                                  \
    X(RATE, "rate or discount")                                                                    \
    X(INCLUDING, "with tax")                                                                       \
    X(CURRENCY, "currency")                                                                        \
    X(COUNTRY, "country")                                                                          \
    X(DEPARTMENT, "department")                                                                    \
    X(CLASS, "class")                                                                              \
    X(STANDARD, "article number of a standard")                                                    \
    X(PROPERTY, "property")                                                                        \
    X(VALUE, "value")                                                                              \
    X(KEY, "name of a field")                                                                      \
    X(ATTACHMENT, "attachment")                                                                    \
    X(ADDRESS_OF_FILE, "address of a file")                                                        \
    X(REFERENCE, "reference")                                                                      \
    X(TAX_NUMBER, "register or tax number")                                                        \
    X(ACCOUNT, "account")                                                                          \
    X(LANGUAGE, "language")                                                                        \
    X(STATUS, "status or technical")                                                               \
    X(VERSION, "version")                                                                          \
    X(TIME, "time")

typedef enum ps_concept {
#define PS_X(symbol, name) PS_CONCEPT_##symbol,
    PS_CONCEPTS(PS_X)
#undef PS_X
        PS_CONCEPT_COUNT
} ps_concept;

/** Concepts as a set. */
#define PS_SAYS(symbol) ((uint64_t)1 << PS_CONCEPT_##symbol)

typedef struct ps_name_meaning {
    uint64_t concepts;
    uint8_t unknown; /* words that the table does not have */
} ps_name_meaning;

/** A word of the table. Folded: lower case, no marks on letters, Simplified Chinese. */
typedef struct ps_word_row {
    uint64_t concepts;
    const char *words; /* parted by blanks */
    int whole;         /* not 0: only as the whole name (abbreviations that would be anything) */
} ps_word_row;

/** The table; ends with a row whose `words` is NULL. */
extern const ps_word_row ps_words[];

/** The table made ready for looking up; immutable. */
typedef struct ps_word_table ps_word_table;

PS_CHECKED ps_status ps_word_table_new(ps_word_table **ret_table, ps_error *reterr);
void ps_word_table_free(ps_word_table *table);
/** What a name says; a name longer than 128 bytes says nothing. @return PS_OK, PS_FATAL with
 * PS_E_MEMORY. */
PS_CHECKED ps_status ps_word_table_meaning(const ps_word_table *table, ps_str name,
                                           ps_name_meaning *ret_meaning, ps_error *reterr);
/** What a concept is called; `concept` < PS_CONCEPT_COUNT. */
const char *ps_concept_name(unsigned concept_number);

#endif
