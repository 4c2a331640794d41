/*
 * dial-disk: one disk image that can be made slow, narrow or broken while it is in use.
 *
 * It is a FUSE file system with two files.  One is named like its backing file and passes reads,
 * writes, fsync (as fdatasync) and hole punching on to it; `dials` says how badly it does so.  It is
 * meant to lie under a loop device where the kernel has no device-mapper (no dm-delay, dm-flakey,
 * dm-error).
 *
 * It is not a model of a real disk (no seeks, no queue depth), not a crash simulator (what was
 * written stays written, and nothing is torn or reordered on purpose), and not a multi-user file
 * system: only the user who started it, root, may enter.
 *
 * Build:  gcc -O2 -Wall -Wextra -Werror dial-disk.c -o dial-disk $(pkg-config --cflags --libs fuse3)
 * Use:    dial-disk BACKING-FILE MOUNTPOINT      stays in the foreground, prints `ready` once it serves
 *         losetup --direct-io=on --find --show MOUNTPOINT/NAME-OF-THE-BACKING-FILE
 *         echo 'delay-us=50000 rate-kib=1024 error=write' > MOUNTPOINT/dials
 *         echo clear > MOUNTPOINT/dials          (an empty line does the same)
 *         cat MOUNTPOINT/dials                   one line of JSON
 *
 * A line sets all dials: those it does not name become neutral.  A malformed line gets EINVAL and
 * changes nothing.  Requests that wait are judged anew when the dials turn, so neutral frees them.
 *     delay-us=N    each read, write and fsync takes at least N microseconds longer, all in parallel
 *     rate-kib=N    reads and writes together move no faster than N KiB/s (0: no limit)
 *     error=WHICH   none, read, write (also fsync and punching) or all fail with EIO, untouched
 *
 * SIGTERM, SIGINT or SIGHUP: what waits gets EIO, the mount is detached, exit 0.  After SIGKILL the
 * dead mount stays and needs `umount -l MOUNTPOINT`.  A loop device above survives either, failing.
 * Linux runs one fsync of a file at a time and holds its writes back meanwhile, so a delayed fsync
 * also delays the writes issued behind it; without --direct-io=on writes go one at a time too.
 * Do not put the server under one memory limit with its writers, and do not leave it the last process
 * of a mount namespace in which the loop device's file system is mounted: SIGKILL then makes it
 * unmount what it should serve, and hang until 1 is written to /sys/fs/fuse/connections/N/abort.
 */
#define _GNU_SOURCE
#define FUSE_USE_VERSION 35
#include <errno.h>
#include <fcntl.h>
#include <fuse_lowlevel.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#ifndef PR_SET_IO_FLUSHER
#define PR_SET_IO_FLUSHER 57
#endif

enum { DISK_NODE = FUSE_ROOT_ID + 1, DIALS_NODE };
enum { RECEIVERS = 12, WAITERS = 12, LARGEST_TRANSFER = 1 << 20, DIALS_TEXT = 256 };
enum { FAIL_READS = 1, FAIL_WRITES = 2, FAIL_ALL = 3 };
enum kind { READ_DISK, WRITE_DISK, SYNC_DISK, PUNCH_DISK };

#define LONGEST_DELAY UINT64_C(3600000000)
#define FASTEST_RATE (UINT64_C(1) << 40)
#define TIMEOUT 86400.0

struct dials { uint64_t delay_us, rate_kib; unsigned error; };

struct request {
    struct request *next;
    fuse_req_t handle;
    enum kind kind;
    int mode;
    off_t offset;
    size_t length;
    const char *data;
    uint64_t arrived, due;
};

static const char *const error_names[] = { "none", "read", "write", "all" };
static struct fuse_session *session;
static int backing;
static const char *disk_name;
static off_t disk_size;

/* All of these are guarded by the lock; waiting requests are kept in order of arrival. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed, turn;
static struct dials dials;
static struct request *waiting, **waiting_end = &waiting;
static uint64_t throttle_end, delayed, throttled, failed;
static bool timekeeper;
static atomic_int unanswered;

/* Tells the time in nanoseconds on the clock that never jumps. */
static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

/* Says when a request may go on under the present dials, and books its share of the rate. */
static uint64_t due_time(const struct request *request, uint64_t present)
{
    uint64_t due = request->arrived;
    if (dials.rate_kib && request->kind <= WRITE_DISK) {
        uint64_t start = throttle_end > present ? throttle_end : present;
        due = throttle_end = start + request->length * UINT64_C(1000000000) / (dials.rate_kib * 1024);
    }
    return request->kind == PUNCH_DISK ? due : due + dials.delay_us * 1000;
}

/* Puts new dials in force, for the requests that wait as well. */
static void turn_dials(const struct dials *wanted)
{
    pthread_mutex_lock(&lock);
    dials = *wanted;
    throttle_end = now();
    for (struct request *request = waiting; request; request = request->next)
        request->due = due_time(request, throttle_end);
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
}

/* Reads from the backing file and replies with what there is. */
static void read_backing(const struct request *request)
{
    char *data = malloc(request->length);
    ssize_t size = data ? pread(backing, data, request->length, request->offset) : -1;
    if (size < 0)
        fuse_reply_err(request->handle, errno);
    else
        fuse_reply_buf(request->handle, data, (size_t)size);
    free(data);
}

/* Writes all or replies an error, since a loop device takes a short write for a whole one. */
static void write_backing(const struct request *request)
{
    size_t done = 0;
    while (done < request->length) {
        ssize_t size = pwrite(backing, request->data + done, request->length - done,
                              request->offset + (off_t)done);
        if (size <= 0) {
            fuse_reply_err(request->handle, size ? errno : EIO);
            return;
        }
        done += (size_t)size;
    }
    fuse_reply_write(request->handle, done);
}

/* Carries a request out on the backing file and replies. */
static void pass_on(const struct request *request)
{
    if (request->kind == READ_DISK)
        read_backing(request);
    else if (request->kind == WRITE_DISK)
        write_backing(request);
    else if (request->kind == SYNC_DISK)
        fuse_reply_err(request->handle, fdatasync(backing) ? errno : 0);
    else
        fuse_reply_err(request->handle, fallocate(backing, request->mode, request->offset,
                                                  (off_t)request->length) ? errno : 0);
}

/* Ends a request whose time has come, with EIO if the error dial says so by now. */
static void finish(const struct request *request)
{
    pthread_mutex_lock(&lock);
    bool fails = dials.error & (request->kind == READ_DISK ? FAIL_READS : FAIL_WRITES);
    failed += fails;
    pthread_mutex_unlock(&lock);
    if (fails)
        fuse_reply_err(request->handle, EIO);
    else
        pass_on(request);
    unanswered--;
}

/* Queues a copy of a request and of its data, or says that there is no memory for it. */
static bool enqueue(const struct request *request)
{
    size_t data_size = request->data ? request->length : 0;
    struct request *copy = malloc(sizeof *copy + data_size);
    if (!copy)
        return false;
    *copy = *request;
    if (data_size)
        copy->data = memcpy(copy + 1, request->data, data_size);
    copy->next = NULL;
    *waiting_end = copy;
    waiting_end = &copy->next;
    pthread_cond_signal(&changed);
    return true;
}

/* Takes a new request: it waits in the queue if the dials say so, and is finished here if not. */
static void submit(struct request request)
{
    unanswered++;
    pthread_mutex_lock(&lock);
    request.arrived = now();
    request.due = due_time(&request, request.arrived);
    if (request.kind != PUNCH_DISK)
        delayed += dials.delay_us > 0;
    if (request.kind <= WRITE_DISK)
        throttled += dials.rate_kib > 0;
    bool waits = request.due > request.arrived && enqueue(&request);
    pthread_mutex_unlock(&lock);
    if (!waits)
        finish(&request);
}

/* Finds the link to the waiting request that is due first, or NULL if none waits. */
static struct request **find_first_due(void)
{
    struct request **first = waiting ? &waiting : NULL;
    for (struct request **link = first; link && *link; link = &(*link)->next)
        if ((*link)->due < (*first)->due)
            first = link;
    return first;
}

/* Sleeps until a moment comes, or the queue or the dials change; zero stands for never. */
static void sleep_until(uint64_t moment)
{
    struct timespec time = { (time_t)(moment / 1000000000), (long)(moment % 1000000000) };
    if (moment)
        pthread_cond_timedwait(&changed, &lock, &time);
    else
        pthread_cond_wait(&changed, &lock);
}

/* Waits for the next due request and takes it out of the queue. */
static struct request *take_due(void)
{
    struct request **first;
    while (!(first = find_first_due()) || (*first)->due > now())
        sleep_until(first ? (*first)->due : 0);
    struct request *request = *first;
    *first = request->next;
    if (!*first)
        waiting_end = first;
    return request;
}

/* Finishes waiting requests for ever; one thread at a time keeps the time for all. */
static void *serve_waiting(void *unused)
{
    for (;;) {
        pthread_mutex_lock(&lock);
        while (timekeeper)
            pthread_cond_wait(&turn, &lock);
        timekeeper = true;
        struct request *request = take_due();
        timekeeper = false;
        pthread_cond_signal(&turn);
        pthread_mutex_unlock(&lock);
        finish(request);
        free(request);
    }
    return unused;
}

/* Reads a plain decimal number no greater than the largest allowed. */
static bool parse_number(const char *text, uint64_t largest, uint64_t *number)
{
    size_t digits = strspn(text, "0123456789");
    if (!digits || digits > 18 || text[digits])
        return false;
    *number = strtoull(text, NULL, 10);
    return *number <= largest;
}

/* Reads one word such as `error=write` into the dials. */
static bool parse_dial(const char *word, struct dials *wanted)
{
    if (!strncmp(word, "delay-us=", 9))
        return parse_number(word + 9, LONGEST_DELAY, &wanted->delay_us);
    if (!strncmp(word, "rate-kib=", 9))
        return parse_number(word + 9, FASTEST_RATE, &wanted->rate_kib);
    for (unsigned error = 0; error <= FAIL_ALL; error++)
        if (!strncmp(word, "error=", 6) && !strcmp(word + 6, error_names[error])) {
            wanted->error = error;
            return true;
        }
    return false;
}

/* Reads a whole line of dials, in which those not named are neutral. */
static bool parse_line(char *line, struct dials *wanted)
{
    char *rest = NULL;
    line[strcspn(line, "\n")] = '\0';
    if (!strcmp(line, "clear"))
        return true;
    for (char *word = strtok_r(line, " \t", &rest); word; word = strtok_r(NULL, " \t", &rest))
        if (!parse_dial(word, wanted))
            return false;
    return true;
}

/* Takes a line written to `dials`. */
static void write_dials(fuse_req_t handle, const char *data, size_t size)
{
    char line[DIALS_TEXT] = "";
    struct dials wanted = { 0 };
    if (size < sizeof line)
        memcpy(line, data, size);
    bool whole = size < sizeof line && strlen(line) == size && strcspn(line, "\n") + 1 >= size;
    if (!whole || !parse_line(line, &wanted)) {
        fuse_reply_err(handle, EINVAL);
        return;
    }
    turn_dials(&wanted);
    fuse_reply_write(handle, size);
}

/* Shows the dials as one line, made afresh at each read from the start. */
static void read_dials(fuse_req_t handle, char *text, size_t size, off_t offset)
{
    pthread_mutex_lock(&lock);
    if (offset == 0)
        snprintf(text, DIALS_TEXT, "{\"delayUs\":%" PRIu64 ",\"rateKib\":%" PRIu64 ",\"error\":\"%s\","
                 "\"delayed\":%" PRIu64 ",\"throttled\":%" PRIu64 ",\"failed\":%" PRIu64 "}\n",
                 dials.delay_us, dials.rate_kib, error_names[dials.error], delayed, throttled, failed);
    pthread_mutex_unlock(&lock);
    size_t length = strlen(text);
    size_t start = (size_t)offset < length ? (size_t)offset : length;
    fuse_reply_buf(handle, text + start, size < length - start ? size : length - start);
}

/* Describes one of the three nodes. */
static struct stat describe(fuse_ino_t node)
{
    struct stat status = { .st_ino = node, .st_nlink = 1, .st_mode = S_IFREG | 0600 };
    if (node == FUSE_ROOT_ID)
        status.st_mode = S_IFDIR | 0700;
    if (node == DISK_NODE)
        status.st_size = disk_size;
    return status;
}

/* Sets what the kernel may send, and says that the server is ready, as this is its first request. */
static void on_init(void *unused, struct fuse_conn_info *connection)
{
    (void)unused;
    connection->want &= ~(unsigned)(FUSE_CAP_SPLICE_READ | FUSE_CAP_SPLICE_WRITE | FUSE_CAP_SPLICE_MOVE);
    connection->max_write = connection->max_read = LARGEST_TRANSFER;
    connection->max_background = 64;
    connection->congestion_threshold = 64;
    puts("ready");
    fflush(stdout);
}

/* Finds the disk or `dials` in the root. */
static void on_lookup(fuse_req_t handle, fuse_ino_t parent, const char *name)
{
    struct fuse_entry_param entry = { .attr_timeout = TIMEOUT, .entry_timeout = TIMEOUT };
    if (parent == FUSE_ROOT_ID)
        entry.ino = !strcmp(name, disk_name) ? DISK_NODE : !strcmp(name, "dials") ? DIALS_NODE : 0;
    entry.attr = describe(entry.ino);
    if (entry.ino)
        fuse_reply_entry(handle, &entry);
    else
        fuse_reply_err(handle, ENOENT);
}

/* Replies the attributes of a node. */
static void on_getattr(fuse_req_t handle, fuse_ino_t node, struct fuse_file_info *file)
{
    (void)file;
    struct stat status = describe(node);
    fuse_reply_attr(handle, &status, TIMEOUT);
}

/* Lists the root; the offset of an entry is its number. */
static void on_readdir(fuse_req_t handle, fuse_ino_t node, size_t size, off_t offset,
                       struct fuse_file_info *file)
{
    const char *const names[] = { ".", "..", disk_name, "dials" };
    static const fuse_ino_t nodes[] = { FUSE_ROOT_ID, FUSE_ROOT_ID, DISK_NODE, DIALS_NODE };
    char entries[512];
    size_t used = 0;
    (void)node, (void)file;
    for (off_t number = offset; number < 4; number++) {
        struct stat status = describe(nodes[number]);
        size_t room = (size < sizeof entries ? size : sizeof entries) - used;
        size_t needed = fuse_add_direntry(handle, entries + used, room, names[number], &status, number + 1);
        if (needed > room)
            break;
        used += needed;
    }
    fuse_reply_buf(handle, entries, used);
}

/* Opens a file past the page cache, with room for the text that `dials` shows. */
static void on_open(fuse_req_t handle, fuse_ino_t node, struct fuse_file_info *file)
{
    bool truncates = node == DISK_NODE && (file->flags & O_TRUNC);
    char *text = truncates ? NULL : calloc(1, DIALS_TEXT);
    file->fh = (uintptr_t)text;
    file->direct_io = file->noflush = 1;
    if (!text)
        fuse_reply_err(handle, truncates ? EPERM : ENOMEM);
    else if (fuse_reply_open(handle, file) == -ENOENT)
        free(text);
}

/* Frees what an open file held. */
static void on_release(fuse_req_t handle, fuse_ino_t node, struct fuse_file_info *file)
{
    (void)node;
    free((char *)(uintptr_t)file->fh);
    fuse_reply_err(handle, 0);
}

/* Reads from either file. */
static void on_read(fuse_req_t handle, fuse_ino_t node, size_t size, off_t offset,
                    struct fuse_file_info *file)
{
    if (node == DIALS_NODE)
        read_dials(handle, (char *)(uintptr_t)file->fh, size, offset);
    else
        submit((struct request){ .handle = handle, .kind = READ_DISK, .offset = offset, .length = size });
}

/* Writes to either file; the disk does not grow. */
static void on_write(fuse_req_t handle, fuse_ino_t node, const char *data, size_t size, off_t offset,
                     struct fuse_file_info *file)
{
    (void)file;
    if (node == DIALS_NODE)
        write_dials(handle, data, size);
    else if (offset > disk_size || (off_t)size > disk_size - offset)
        fuse_reply_err(handle, ENOSPC);
    else
        submit((struct request){ .handle = handle, .kind = WRITE_DISK, .offset = offset,
                                 .length = size, .data = data });
}

/* Makes the disk durable; `dials` has nothing to keep. */
static void on_fsync(fuse_req_t handle, fuse_ino_t node, int data_only, struct fuse_file_info *file)
{
    (void)data_only, (void)file;
    if (node == DISK_NODE)
        submit((struct request){ .handle = handle, .kind = SYNC_DISK });
    else
        fuse_reply_err(handle, 0);
}

/* Punches or zeroes a range of the disk, if that keeps its size. */
static void on_fallocate(fuse_req_t handle, fuse_ino_t node, int mode, off_t offset, off_t length,
                         struct fuse_file_info *file)
{
    (void)file;
    if (node != DISK_NODE || !(mode & FALLOC_FL_KEEP_SIZE))
        fuse_reply_err(handle, EOPNOTSUPP);
    else
        submit((struct request){ .handle = handle, .kind = PUNCH_DISK, .mode = mode,
                                 .offset = offset, .length = (size_t)length });
}

static const struct fuse_lowlevel_ops operations = {
    .init = on_init, .lookup = on_lookup, .getattr = on_getattr, .readdir = on_readdir,
    .open = on_open, .release = on_release, .read = on_read, .write = on_write, .fsync = on_fsync,
    .fallocate = on_fallocate,
};

/* Receives requests until the file system is gone, and then wakes the main thread. */
static void *receive_requests(void *unused)
{
    struct fuse_buf buffer = { .mem = NULL };
    while (!fuse_session_exited(session)) {
        int size = fuse_session_receive_buf(session, &buffer);
        if (size > 0)
            fuse_session_process_buf(session, &buffer);
        else if (size != -EINTR && size != -EAGAIN)
            fuse_session_exit(session);
    }
    kill(getpid(), SIGTERM);
    return unused;
}

/* Ends the program, after the reason if there is one. */
static void require(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "dial-disk: %s: %s\n", what, strerror(errno));
    exit(1);
}

/* Keeps this process, and the threads it starts later, from waiting for itself when memory is short. */
static void avoid_deadlock(void)
{
    (void)prctl(PR_SET_IO_FLUSHER, 1, 0, 0, 0);
    (void)mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
}

/* Opens the backing file and makes the session, not yet mounted. */
static void prepare(char *program, const char *backing_path)
{
    char *arguments[] = { program, "-o", "fsname=dial-disk,default_permissions,max_read=1048576", NULL };
    struct fuse_args options = FUSE_ARGS_INIT(3, arguments);
    pthread_condattr_t clock;
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&changed, &clock);
    pthread_cond_init(&turn, &clock);
    require((backing = open(backing_path, O_RDWR | O_CLOEXEC)) >= 0, backing_path);
    require((disk_size = lseek(backing, 0, SEEK_END)) >= 0, backing_path);
    session = fuse_session_new(&options, &operations, sizeof operations, NULL);
    require(session != NULL, "session");
}

/* Starts the threads, which never end by themselves. */
static void start_threads(void)
{
    pthread_t thread;
    for (int number = 0; number < RECEIVERS; number++)
        require(!(errno = pthread_create(&thread, NULL, receive_requests, NULL)), "thread");
    for (int number = 0; number < WAITERS; number++)
        require(!(errno = pthread_create(&thread, NULL, serve_waiting, NULL)), "thread");
}

/* Fails what waits, detaches the mount while the threads still serve it, and cuts the connection. */
static void stop(const char *mountpoint)
{
    turn_dials(&(struct dials){ .error = FAIL_ALL });
    if (!fuse_session_exited(session))
        umount2(mountpoint, MNT_DETACH);
    for (int rounds = 0; unanswered > 0 && rounds < 50; rounds++)
        usleep(10000);
    close(fuse_session_fd(session));
    _exit(0);
}

/* Serves one backing file at one mountpoint until a signal comes or it is unmounted. */
int main(int count, char **words)
{
    sigset_t endings;
    int ending;
    if (count != 3) {
        fprintf(stderr, "use: dial-disk BACKING-FILE MOUNTPOINT\n");
        return 2;
    }
    sigemptyset(&endings);
    sigaddset(&endings, SIGTERM);
    sigaddset(&endings, SIGINT);
    sigaddset(&endings, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &endings, NULL);
    signal(SIGPIPE, SIG_IGN);
    avoid_deadlock();
    disk_name = strrchr(words[1], '/') ? strrchr(words[1], '/') + 1 : words[1];
    prepare(words[0], words[1]);
    require(fuse_session_mount(session, words[2]) == 0, words[2]);
    start_threads();
    sigwait(&endings, &ending);
    stop(words[2]);
}
