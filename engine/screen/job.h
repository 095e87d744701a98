/* What the coordinator tells a worker as messages on sockets: inputs to screen on one, several in a
 * message, and on another the answers to what the worker asked for. Both are one program, so these
 * are structures as they lie in memory. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_JOB_H
#define PS_SCREEN_JOB_H

#include <stddef.h>
#include <stdint.h>

#include "formats/profiles.h"
#include "input/file_input.h"

/* Small files cost less than the messages about them: so many are sent in one. */
enum { PS_JOBS_MOST = 16, PS_JOB_NAME_ROOM = 4096 };

typedef enum ps_message_type { PS_MESSAGE_ANSWER, PS_MESSAGE_REACH } ps_message_type;

/** How far a stretch may be read, as far as it is known. */
typedef struct ps_reach {
    uint64_t available; /**< offset of the first byte that is not there yet; files: UINT64_MAX */
    int final;          /**< nothing comes behind `available` */
    int error;          /**< errno: what comes behind it cannot be read */
    uint64_t end;       /**< as in ps_stretch */
    uint64_t end_line;
    int proven;    /**< the stretch begins where its predecessor ended */
    int cancelled; /**< it does not: drop it */
} ps_reach;

/** One input to screen, or a stretch of one (formats/profiles.h); an open descriptor comes with it.
 * What was reported before number `skip` was so by a worker that died: records and rejections, of
 * records and of documents, counted from 0 through all documents of the input. */
typedef struct ps_job {
    int careful;  /* send each record at once, so that a death tells which record it was */
    int poisoned; /* record number `skip` killed a careful worker: reject it unjudged */
    uint64_t skip;
    ps_file_place place; /* reading what is not seekable may have to wait: a pipe */
    int stretch;         /* 0: the whole input, read with read(2); what follows is not looked at */
    int crowded;         /* ask at once for what was met in the stretches before */
    uint64_t ring;       /* as in ring.h */
    ps_xml_joint joint;
    uint64_t depth;
    ps_reach reach;
    const char *name; /* as shown, shorter than PS_JOB_NAME_ROOM; not owned */
} ps_job;

/** The jobs of one message. */
typedef struct ps_jobs {
    union {
        ps_job list[PS_JOBS_MOST];
        char bytes[PS_JOBS_MOST * (sizeof(ps_job) + PS_JOB_NAME_ROOM)]; /* the names stand behind */
    };
    int fds[PS_JOBS_MOST];
    size_t count;
} ps_jobs;

/** The file that was asked for, or why it is not to be had. */
typedef struct ps_answer {
    ps_message_type type;
    int found;          /* a descriptor comes with it */
    int is_contract;    /* it lies in the folder of contracts */
    uint64_t number;    /* of a contract's file: which it is */
    char supplier[128]; /* of a contract's file: the supplier's identifier, by the index; or "" */
    char why[256];      /* if not found: why */
    char text[4096];    /* of a contract's file: its name as shown; "": there is none */
} ps_answer;

/** What the reader of a stretch asked for. For PS_STRETCH_ASK_CROWDED a descriptor comes with it,
 * from which so many bytes of names and then of unread elements can be read. */
typedef struct ps_reach_answer {
    ps_message_type type;
    ps_reach reach;
    uint64_t names;
    uint64_t unread;
} ps_reach_answer;

typedef union ps_message {
    ps_message_type type;
    ps_answer answer;
    ps_reach_answer reach;
} ps_message;

/** Send 1 to PS_JOBS_MOST jobs, each with its descriptor, without waiting. @return 0, or errno;
 * EAGAIN: there is no room for them now. */
int ps_jobs_send(int socket, const ps_job *const *jobs, const int *fds, size_t count);
/**
 * Wait for jobs.
 * @return 1, 0 when no more come, or -1 with errno. The descriptors are yours to close; the names
 * lie in *ret_jobs.
 */
int ps_jobs_receive(int socket, ps_jobs *ret_jobs);
/** @param fd  -1: none. @return 0, or errno. */
int ps_answer_send(int socket, const ps_answer *answer, int fd);
/** @param fd  -1: none. @return 0, or errno. */
int ps_reach_answer_send(int socket, const ps_reach_answer *answer, int fd);
/**
 * Wait for an answer of this type; another one is an error.
 * @return 1, 0 when no more messages come, or -1 with errno. *ret_fd is open for reading; -1: there
 * is none.
 */
int ps_message_receive(int socket, ps_message_type type, ps_message *ret_message, int *ret_fd);

#endif
