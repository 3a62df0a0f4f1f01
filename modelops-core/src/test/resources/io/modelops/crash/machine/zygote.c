/* What a JVM needs to make copies of itself, see Zygote.java. JNI calls that need nothing of jni.h. */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* 0 in the child, the child's id in the parent. A child does not outlive its parent. */
int Java_io_modelops_crash_machine_Zygote_fork(void *env, void *type) {
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
    }
    return child;
}

/* Returns when nothing of the process is left that could write. */
void Java_io_modelops_crash_machine_Zygote_kill(void *env, void *type, int child) {
    kill(child, SIGKILL);
    waitpid(child, 0, 0);
}
