/*
 * metronome: a server whose availability follows a script.
 *
 *   metronome --port PORT --control PORT
 *
 * Clients (TCP): `beat 7` is answered `ok 7`, as the mode has it:
 *
 *   serve   at once
 *   late    so many nanoseconds after it was read
 *   hold    not at all: connections are accepted, nothing is read (a server that warms up)
 *   silent  not at all: the kernel takes connections, nobody accepts them (a process that hangs)
 *   refuse  not at all: every connection is reset, the listening socket is closed (a dead process)
 *
 * What waits when a mode ends is answered as the next mode has it, at once where that is `serve`.
 *
 * Control (UDP, one datagram an order):
 *
 *   `script 100 late 50 200 serve 0`  from these instants of CLOCK_MONOTONIC on (ns, ascending) these
 *                                     modes, each with its delay in ns; answered `armed`
 *   `kept`                            answered `kept 101 202`: when those that began were in force
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_CLIENTS = 4096, MAX_STEPS = 32, LINE_BYTES = 64, ORDER_BYTES = 2048, BACKLOG = 4096 };
/*
 * A busy processor takes some milliseconds to wake a process, and the kernel lets a poll be late by a
 * thousandth of its timeout: so it waits for a second at most, and looks without pause before it acts.
 */
enum { WAIT_NS = 1000000000, AWAKE_NS = 5000000 };
enum { CONTROL, LISTENER, FIRST_CLIENT };
enum mode { SERVE, LATE, HOLD, SILENT, REFUSE, MODES };

static const char *const mode_names[MODES] = { "serve", "late", "hold", "silent", "refuse" };

struct step {
  int64_t at, delay, kept;
  enum mode mode;
};

struct client {
  char line[LINE_BYTES];
  size_t filled;
  int64_t due; /* When its first line is to be answered; 0 until that is known. */
};

static int port;
static struct step steps[MAX_STEPS];
static int step_count, steps_taken;
static enum mode mode = SERVE;
static int64_t delay;
static struct pollfd sources[FIRST_CLIENT + MAX_CLIENTS];
static struct client clients[FIRST_CLIENT + MAX_CLIENTS];
static int count = FIRST_CLIENT;

static void stop(int signal) {
  (void)signal;
  _exit(0);
}

static _Noreturn void give_up(const char *what) {
  fprintf(stderr, "metronome: %s: %s\n", what, strerror(errno));
  exit(1);
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static int open_port(int type, int number) {
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(number) };
  int yes = 1;
  int fd = socket(AF_INET, type | SOCK_NONBLOCK, 0);
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0) give_up("bind");
  if (type == SOCK_STREAM && listen(fd, BACKLOG) != 0) give_up("listen");
  return fd;
}

static void part_from(int index) {
  close(sources[index].fd);
  count -= 1;
  sources[index] = sources[count];
  clients[index] = clients[count];
}

static void refuse_everybody(void) {
  struct linger at_once = { 1, 0 };
  close(sources[LISTENER].fd);
  sources[LISTENER].fd = -1;
  while (count > FIRST_CLIENT) {
    setsockopt(sources[count - 1].fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    part_from(count - 1);
  }
}

static void take_steps(void) {
  for (; steps_taken < step_count && steps[steps_taken].at <= now(); steps_taken++) {
    struct step *step = &steps[steps_taken];
    mode = step->mode;
    delay = step->delay;
    if (mode == REFUSE && sources[LISTENER].fd >= 0) refuse_everybody();
    if (mode != REFUSE && sources[LISTENER].fd < 0) sources[LISTENER].fd = open_port(SOCK_STREAM, port);
    step->kept = now();
  }
}

/* False where the order is no script; the one before it stays. */
static int learn(const char *order) {
  struct step learnt[MAX_STEPS];
  char name[16];
  int found = 0;
  for (int length; *order != '\0' && found < MAX_STEPS; order += length, found++) {
    struct step *step = &learnt[found];
    if (sscanf(order, "%ld %15s %ld%n", &step->at, name, &step->delay, &length) != 3) return 0;
    for (step->mode = 0; step->mode < MODES; step->mode++)
      if (strcmp(name, mode_names[step->mode]) == 0) break;
    if (step->mode == MODES) return 0;
  }
  if (*order != '\0') return 0;
  memcpy(steps, learnt, sizeof steps);
  step_count = found;
  steps_taken = 0;
  return 1;
}

static void tell_kept(char *answer) {
  int length = sprintf(answer, "kept");
  for (int index = 0; index < steps_taken; index++)
    length += sprintf(answer + length, " %ld", steps[index].kept);
}

static void obey(void) {
  char order[ORDER_BYTES];
  char answer[ORDER_BYTES] = "error no such order";
  struct sockaddr_in from;
  socklen_t size = sizeof from;
  ssize_t got = recvfrom(sources[CONTROL].fd, order, sizeof order - 1, 0, (struct sockaddr *)&from, &size);
  if (got < 0) return;
  order[got] = '\0';
  if (strcmp(order, "kept") == 0) tell_kept(answer);
  else if (strncmp(order, "script ", 7) == 0 && learn(order + 7)) strcpy(answer, "armed");
  sendto(sources[CONTROL].fd, answer, strlen(answer), 0, (struct sockaddr *)&from, size);
}

static void welcome_everybody(void) {
  for (int fd; count < FIRST_CLIENT + MAX_CLIENTS; count++) {
    if ((fd = accept(sources[LISTENER].fd, NULL, NULL)) < 0) return;
    sources[count] = (struct pollfd){ .fd = fd };
    clients[count] = (struct client){ .filled = 0 };
  }
}

/* False when the client is gone. */
static int listen_to(int index) {
  struct client *client = &clients[index];
  size_t room = LINE_BYTES - 1 - client->filled;
  ssize_t got = recv(sources[index].fd, client->line + client->filled, room, MSG_DONTWAIT);
  if (got <= 0) return 0;
  client->filled += got;
  client->line[client->filled] = '\0';
  return 1;
}

/* Answers the lines that are due. */
static void answer(int index) {
  struct client *client = &clients[index];
  char text[LINE_BYTES + 8];
  for (char *end; (end = memchr(client->line, '\n', client->filled)) != NULL;) {
    if (mode == LATE && client->due == 0) client->due = now() + delay;
    if (mode == LATE && now() < client->due) return;
    *end = '\0';
    int known = strncmp(client->line, "beat ", 5) == 0;
    int length = sprintf(text, "%s %s\n", known ? "ok" : "error", known ? client->line + 5 : client->line);
    send(sources[index].fd, text, length, MSG_NOSIGNAL | MSG_DONTWAIT);
    client->due = 0;
    client->filled -= end + 1 - client->line;
    memmove(client->line, end + 1, client->filled);
  }
}

/* The youngest connections first: of a client that has tried often, only the last one is alive. */
static void attend_to_clients(void) {
  for (int index = count - 1; index >= FIRST_CLIENT; index--) {
    if (sources[index].revents != 0 && !listen_to(index)) part_from(index);
    else answer(index);
  }
}

/* How many of the sources the mode listens to. */
static int listened_to(void) {
  if (mode == SILENT || mode == REFUSE) return LISTENER;
  return mode == HOLD ? FIRST_CLIENT : count;
}

/* Until there is something to hear, to answer late, or to become; awake when that is near. */
static void wait_for_something(void) {
  int64_t until = INT64_MAX;
  if (steps_taken < step_count) until = steps[steps_taken].at;
  for (int index = FIRST_CLIENT; index < count; index++) {
    int64_t due = mode == LATE ? clients[index].due : 0;
    sources[index].events = due == 0 ? POLLIN : 0;
    sources[index].revents = 0;
    if (due != 0 && due < until) until = due;
  }
  sources[LISTENER].revents = 0;
  int64_t left = until - now() - AWAKE_NS;
  if (left < 0) left = 0;
  if (left > WAIT_NS) left = WAIT_NS;
  struct timespec wait = { left / 1000000000, left % 1000000000 };
  if (ppoll(sources, listened_to(), &wait, NULL) < 0 && errno != EINTR) give_up("poll");
}

static int option(int words, char *arguments[], const char *name) {
  for (int index = 1; index + 1 < words; index += 2)
    if (strcmp(arguments[index], name) == 0) return atoi(arguments[index + 1]);
  fprintf(stderr, "metronome: expected %s\n", name);
  exit(64);
}

int main(int words, char *arguments[]) {
  signal(SIGTERM, stop);
  signal(SIGINT, stop);
  prctl(PR_SET_TIMERSLACK, 1);
  port = option(words, arguments, "--port");
  sources[CONTROL] = (struct pollfd){ open_port(SOCK_DGRAM, option(words, arguments, "--control")), POLLIN, 0 };
  sources[LISTENER] = (struct pollfd){ open_port(SOCK_STREAM, port), POLLIN, 0 };
  fprintf(stderr, "metronome: ready\n");
  for (;;) {
    wait_for_something();
    take_steps();
    if (sources[CONTROL].revents != 0) obey();
    if (sources[LISTENER].revents != 0 && sources[LISTENER].fd >= 0) welcome_everybody();
    if (mode == SERVE || mode == LATE) attend_to_clients();
  }
}
