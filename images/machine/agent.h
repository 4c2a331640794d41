/* What the agent's parts share: orders in, answers out, and the time of the kernel. */
#ifndef AGENT_H
#define AGENT_H

#include <poll.h>
#include <stdint.h>

enum { MAX_WORDS = 64, BILLION = 1000000000 };

/* One order: its number, its verb and what follows; `rest` is all after the verb, unsplit. */
struct order {
  const char *number;
  const char *verb;
  char *rest;
};

/* The kernel's CLOCK_MONOTONIC in nanoseconds: all containers of one kernel share it. */
int64_t now_ns(void);

/* Answers an order; the text is JSON for `ok`, and a sentence for `fail`. */
void ok(const char *number, const char *format, ...) __attribute__((format(printf, 2, 3)));
void fail(const char *number, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Splits a line at blanks into at most MAX_WORDS - 1 words, with a NULL behind the last. */
int split(char *line, char *words[MAX_WORDS]);

/* hearing.c: datagrams between machines, each with a token, a number and the time it was sent. */
int open_hearing(int port);
void order_send(const struct order *order);
void order_heard(const struct order *order);
void receive_datagrams(void);
void send_due_datagrams(void);
int64_t next_datagram_ns(void);

/* children.c: programs that the agent runs for an order, or keeps until another one. */
void order_exec(const struct order *order);
void order_spawn(const struct order *order);
void order_end(const struct order *order);
void end_all_children(void);

#endif
