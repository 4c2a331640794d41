/* Programs that the agent runs: to their end, or until it is told to end them. */
#include "agent.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_CHILDREN = 32, OUTPUT_BYTES = 1 << 16, READY_MS = 5000, END_MS = 2000, EXEC_MS = 30000 };

struct child {
  char name[64];
  pid_t pid;
  int input;
  int output;
};

static struct child children[MAX_CHILDREN];

/* Starts a program with pipes to its standard input and from its output and errors. */
static pid_t start(char *words[], int *input, int *output) {
  int in[2], out[2];
  if (pipe(in) != 0 || pipe(out) != 0) return -1;
  pid_t pid = fork();
  if (pid == 0) {
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    dup2(out[1], STDERR_FILENO);
    for (int file = 3; file < 1024; file++) close(file);
    execvp(words[0], words);
    dprintf(STDERR_FILENO, "%s: %s", words[0], strerror(errno));
    _exit(127);
  }
  close(in[0]);
  close(out[1]);
  *input = in[1];
  *output = out[0];
  return pid;
}

/* Reads until `word`, the end, or the time is over; what was read ends in a zero. */
static size_t read_until(int output, const char *word, int within_ms, char *text, size_t size) {
  int64_t give_up = now_ns() + within_ms * 1000000LL;
  size_t filled = 0;
  text[0] = '\0';
  while (filled < size - 1) {
    struct pollfd source = { output, POLLIN, 0 };
    int left_ms = (int)((give_up - now_ns()) / 1000000);
    if (left_ms <= 0 || poll(&source, 1, left_ms) <= 0) break;
    ssize_t got = read(output, text + filled, size - 1 - filled);
    if (got <= 0) break;
    filled += got;
    text[filled] = '\0';
    if (word != NULL && strstr(text, word) != NULL) break;
  }
  return filled;
}

/* The exit code; -1 for a program that had to be killed because it did not end in time. */
static int wait_for(pid_t pid, int within_ms) {
  int status = 0;
  for (int64_t give_up = now_ns() + within_ms * 1000000LL; now_ns() < give_up; usleep(500)) {
    pid_t ended = waitpid(pid, &status, WNOHANG);
    if (ended == pid) return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (ended < 0) return -1;
  }
  kill(pid, SIGKILL);
  waitpid(pid, &status, 0);
  return -1;
}

/* A text as JSON writes it. */
static void say_text(const char *text) {
  putchar('"');
  for (; *text != '\0'; text++) {
    unsigned char letter = *text;
    if (letter == '"' || letter == '\\') printf("\\%c", letter);
    else if (letter < 0x20 || letter >= 0x7f) printf("\\u%04x", letter);
    else putchar(letter);
  }
  putchar('"');
}

static void say_result(const char *number, int code, const char *text) {
  printf("%s ok {\"exitCode\":%d,\"output\":", number, code);
  say_text(text);
  printf("}\n");
  fflush(stdout);
}

void order_exec(const struct order *order) {
  static char text[OUTPUT_BYTES];
  char *words[MAX_WORDS];
  int input, output;
  if (split(order->rest, words) == 0) return fail(order->number, "exec: expected a program");
  pid_t pid = start(words, &input, &output);
  if (pid < 0) return fail(order->number, "exec %s: %s", words[0], strerror(errno));
  close(input);
  read_until(output, NULL, EXEC_MS, text, sizeof text);
  int code = wait_for(pid, END_MS);
  close(output);
  say_result(order->number, code, text);
}

static struct child *child_named(const char *name) {
  for (int index = 0; index < MAX_CHILDREN; index++)
    if (children[index].pid != 0 && strcmp(children[index].name, name) == 0) return &children[index];
  return NULL;
}

static struct child *free_child(void) {
  for (int index = 0; index < MAX_CHILDREN; index++)
    if (children[index].pid == 0) return &children[index];
  return NULL;
}

/* Ends a child by closing its input and SIGTERM; what it said last goes to `text`. */
static int end_child(struct child *child, char *text, size_t size) {
  close(child->input);
  kill(child->pid, SIGTERM);
  read_until(child->output, NULL, END_MS, text, size);
  int code = wait_for(child->pid, END_MS);
  close(child->output);
  child->pid = 0;
  return code;
}

void order_spawn(const struct order *order) {
  char text[4096];
  char *words[MAX_WORDS];
  struct child *child = free_child();
  if (split(order->rest, words) < 2) return fail(order->number, "spawn: expected a name and a program");
  if (child == NULL || child_named(words[0]) != NULL) return fail(order->number, "spawn %s: no room, or there is one already", words[0]);
  snprintf(child->name, sizeof child->name, "%s", words[0]);
  child->pid = start(words + 1, &child->input, &child->output);
  if (child->pid < 0) {
    child->pid = 0;
    return fail(order->number, "spawn %s: %s", words[1], strerror(errno));
  }
  read_until(child->output, "ready\n", READY_MS, text, sizeof text);
  if (strstr(text, "ready\n") != NULL) return ok(order->number, "{\"at\":%lld}", (long long)now_ns());
  char said[4096];
  snprintf(said, sizeof said, "%s", text);
  end_child(child, text, sizeof text);
  said[strcspn(said, "\n")] = '\0';
  fail(order->number, "spawn %s: expected it to be ready, it said: %s", words[1], said);
}

void order_end(const struct order *order) {
  char text[4096];
  char *words[MAX_WORDS];
  struct child *child = split(order->rest, words) == 1 ? child_named(words[0]) : NULL;
  if (child == NULL) return say_result(order->number, 0, "");
  int code = end_child(child, text, sizeof text);
  say_result(order->number, code, text);
}

void end_all_children(void) {
  char text[4096];
  for (int index = 0; index < MAX_CHILDREN; index++)
    if (children[index].pid != 0) end_child(&children[index], text, sizeof text);
}
