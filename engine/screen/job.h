/* What the coordinator tells a worker, each as one message on a socket, with an open descriptor:
 * inputs to screen, and files that the worker asked for.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_JOB_H
#define PS_SCREEN_JOB_H

#include <stddef.h>
#include <stdint.h>

typedef enum ps_message_type { PS_MESSAGE_JOB, PS_MESSAGE_ANSWER } ps_message_type;

/** One input to screen. What was reported before number `skip` was so by a worker that died:
 * records and rejections, of records and of documents, counted from 0 through all documents of the
 * input. */
typedef struct ps_job {
    ps_message_type type;
    int careful;  /* send each record at once, so that a death tells which record it was */
    int poisoned; /* record number `skip` killed a careful worker: reject it unjudged */
    uint64_t skip;
    char name[4096]; /* as shown; terminated */
} ps_job;

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

typedef union ps_message {
    ps_message_type type;
    ps_job job;
    ps_answer answer;
} ps_message;

/** @return 0, or errno. */
int ps_job_send(int socket, const ps_job *job, int fd);
/** @param fd  -1: none. @return 0, or errno. */
int ps_answer_send(int socket, const ps_answer *answer, int fd);
/** @return 1, 0 when no more messages come, or -1 with errno. *ret_fd is open for reading; -1:
 * there is none. */
int ps_message_receive(int socket, ps_message *ret_message, int *ret_fd);

#endif
