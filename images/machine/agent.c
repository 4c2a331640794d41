/*
 * The agent of a machine: it carries out orders in the machine's network namespace within a
 * millisecond, where starting a program through the engine takes fifty.
 *
 * Orders are lines on standard input, answers lines on standard output, in any order:
 *   <number> <verb> ...             ->  <number> ok <json>  |  <number> error <sentence>
 *   nft <not-before-ns> <commands>      applies nftables commands in one transaction
 *   exec <program> ...                  runs a program to its end
 *   spawn <name> <program> ...          starts a program that says `ready`; end <name> ends it
 *   send <address> <token> <count> <gap-us> <bytes>    sends datagrams to another agent
 *   heard <token>                       what came with this token, and forgets it
 *   clone <from> <to>                   a reflink copy of a file: its snapshot
 *   write <path> <text>                 one write of a line to a file
 * Times are CLOCK_MONOTONIC in nanoseconds. The agent ends with its standard input.
 *
 *   agent [--hear PORT]
 */
#define _GNU_SOURCE
#include "agent.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <nftables/libnftables.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { LINE_BYTES = 1 << 20 };

static struct nft_ctx *nft;

int64_t now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * BILLION + time.tv_nsec;
}

static void answer(const char *number, const char *kind, const char *format, va_list values) {
  printf("%s %s ", number, kind);
  vprintf(format, values);
  putchar('\n');
  fflush(stdout);
}

void ok(const char *number, const char *format, ...) {
  va_list values;
  va_start(values, format);
  answer(number, "ok", format, values);
  va_end(values);
}

void fail(const char *number, const char *format, ...) {
  va_list values;
  va_start(values, format);
  answer(number, "error", format, values);
  va_end(values);
}

int split(char *line, char *words[MAX_WORDS]) {
  int count = 0;
  for (char *word = strtok(line, " "); word != NULL && count < MAX_WORDS - 1; word = strtok(NULL, " "))
    words[count++] = word;
  words[count] = NULL;
  return count;
}

/* Waits for an agreed time, so that a blow at several machines lands on all of them at once. */
static void wait_until(int64_t time_ns) {
  struct timespec time = { .tv_sec = time_ns / BILLION, .tv_nsec = time_ns % BILLION };
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == EINTR) continue;
}

static void order_nft(const struct order *order) {
  char *commands = NULL;
  int64_t not_before = strtoll(order->rest, &commands, 10);
  if (not_before > 0) wait_until(not_before);
  int64_t before = now_ns();
  if (nft_run_cmd_from_buffer(nft, commands) == 0) {
    ok(order->number, "{\"from\":%lld,\"to\":%lld}", (long long)before, (long long)now_ns());
    return;
  }
  char sentence[400];
  snprintf(sentence, sizeof sentence, "%s", nft_ctx_get_error_buffer(nft));
  sentence[strcspn(sentence, "\n")] = '\0';
  fail(order->number, "%s", sentence);
}

/* FICLONE: the file as its file system holds it at this moment, in a few milliseconds. */
static void order_clone(const struct order *order) {
  char *words[MAX_WORDS];
  if (split(order->rest, words) != 2) return fail(order->number, "clone: expected two paths");
  int64_t before = now_ns();
  int from = open(words[0], O_RDONLY | O_CLOEXEC);
  int to = open(words[1], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  int result = from < 0 || to < 0 ? -1 : ioctl(to, FICLONE, from);
  int reason = errno;
  if (from >= 0) close(from);
  if (to >= 0) close(to);
  if (result != 0) return fail(order->number, "clone %s: %s", words[0], strerror(reason));
  ok(order->number, "{\"from\":%lld,\"to\":%lld}", (long long)before, (long long)now_ns());
}

static void order_write(const struct order *order) {
  char *path = order->rest;
  char *text = strchr(path, ' ');
  if (text == NULL) return fail(order->number, "write: expected a path and a text");
  *text++ = '\0';
  int file = open(path, O_WRONLY | O_CLOEXEC);
  ssize_t written = file < 0 ? -1 : write(file, text, strlen(text));
  int reason = errno;
  if (file >= 0) close(file);
  if (written != (ssize_t)strlen(text)) return fail(order->number, "write %s: %s", path, strerror(reason));
  ok(order->number, "{\"at\":%lld}", (long long)now_ns());
}

static void carry_out(char *line) {
  static const struct { const char *verb; void (*carry_out)(const struct order *); } verbs[] = {
    { "nft", order_nft },     { "exec", order_exec },   { "spawn", order_spawn },
    { "end", order_end },     { "send", order_send },   { "heard", order_heard },
    { "clone", order_clone }, { "write", order_write },
  };
  char *number = strsep(&line, " ");
  char *verb = strsep(&line, " ");
  char nothing[] = "";
  if (number == NULL || verb == NULL) return;
  struct order order = { number, verb, line == NULL ? nothing : line };
  for (size_t index = 0; index < sizeof verbs / sizeof verbs[0]; index++)
    if (strcmp(verb, verbs[index].verb) == 0) return verbs[index].carry_out(&order);
  fail(number, "no such order: %s", verb);
}

/* Takes what has come on standard input; false at its end. */
static int take_orders(void) {
  static char buffer[LINE_BYTES];
  static size_t filled;
  ssize_t got = read(STDIN_FILENO, buffer + filled, sizeof buffer - filled - 1);
  if (got <= 0) return got < 0 && errno == EINTR;
  filled += got;
  buffer[filled] = '\0';
  char *line = buffer;
  for (char *end = strchr(line, '\n'); end != NULL; end = strchr(line, '\n')) {
    *end = '\0';
    carry_out(line);
    line = end + 1;
  }
  filled -= line - buffer;
  memmove(buffer, line, filled);
  return filled < sizeof buffer - 1;
}

static void prepare_nft(void) {
  nft = nft_ctx_new(NFT_CTX_DEFAULT);
  nft_ctx_buffer_error(nft);
  nft_ctx_buffer_output(nft);
  nft_run_cmd_from_buffer(nft, "list tables"); /* what it loads at first, it loads now */
}

/* Ahead of whatever the services do; an engine that refuses it only makes the agent slower. */
static void take_precedence(void) {
  struct sched_param parameters = { .sched_priority = 20 };
  sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &parameters);
}

int main(int count, char *arguments[]) {
  int hearing = -1;
  if (count == 3 && strcmp(arguments[1], "--hear") == 0) hearing = open_hearing(atoi(arguments[2]));
  prepare_nft();
  take_precedence();
  printf("ready\n");
  fflush(stdout);
  struct pollfd sources[2] = { { STDIN_FILENO, POLLIN, 0 }, { hearing, POLLIN, 0 } };
  for (;;) {
    int64_t wait = next_datagram_ns() - now_ns();
    if (wait < 0) wait = 0;
    struct timespec timeout = { .tv_sec = wait / BILLION, .tv_nsec = wait % BILLION };
    if (ppoll(sources, 2, &timeout, NULL) < 0 && errno != EINTR) break;
    if (sources[1].revents != 0) receive_datagrams();
    send_due_datagrams();
    if (sources[0].revents != 0 && !take_orders()) break;
  }
  end_all_children();
  return 0;
}
