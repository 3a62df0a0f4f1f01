package io.modelops.deployment.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryLimitTest {
    @TempDir
    Path root;

    private void file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @Test
    void in_cgroupVersion2_takesTheSmallestOnTheWayUp() throws IOException {
        file("proc/meminfo", "MemTotal:       16000000 kB\nMemFree:  1 kB\n");
        file("proc/self/cgroup", "0::/pod/container\n");
        file("sys/fs/cgroup/pod/container/memory.max", "max\n");
        file("sys/fs/cgroup/pod/memory.max", "500000000\n");

        assertThat(MemoryLimit.in(root)).hasValue(500_000_000L);
    }

    @Test
    void in_cgroupVersion2_whoseNamespaceHidesThePath_readsTheRoot() throws IOException {
        file("proc/self/cgroup", "0::/../../elsewhere\n");
        file("sys/fs/cgroup/memory.max", "300000000\n");

        assertThat(MemoryLimit.in(root)).hasValue(300_000_000L);
    }

    @Test
    void in_cgroupVersion1_readsTheMemoryController() throws IOException {
        file("proc/meminfo", "MemTotal: 16000000 kB\n");
        file("proc/self/cgroup", "5:cpu,cpuacct:/docker/x\n4:memory:/docker/x\n");
        file("sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes", "200000000\n");
        file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");

        assertThat(MemoryLimit.in(root)).hasValue(200_000_000L);
    }

    @Test
    void in_aMachineWithoutLimit_isItsMemory() throws IOException {
        file("proc/meminfo", "MemTotal: 16000000 kB\n");
        file("proc/self/cgroup", "0::/\n");
        file("sys/fs/cgroup/memory.max", "max\n");

        assertThat(MemoryLimit.in(root)).hasValue(16_384_000_000L);
    }

    @Test
    void in_anUnknownSystem_isEmpty() {
        assertThat(MemoryLimit.in(root)).isEmpty();
    }

    @Test
    void resident_ofAStatusFile_isInBytes() throws IOException {
        file("proc/self/status", "Name:\tjava\nVmHWM:\t  9 kB\nVmRSS:\t    2048 kB\n");

        assertThat(ResidentMemory.in(root.resolve("proc/self/status")).bytes()).hasValue(2_097_152);
        assertThat(ResidentMemory.in(root.resolve("nothing")).bytes()).isEmpty();
    }
}
