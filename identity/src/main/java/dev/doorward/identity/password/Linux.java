package dev.doorward.identity.password;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is asked of Linux's scheduler for the calling thread; elsewhere nothing happens. */
final class Linux {
  private static final Logger LOG = LoggerFactory.getLogger(Linux.class);
  private static final int THIS_THREAD = 0;
  private static final int SCHED_IDLE = 5;

  /** In octets: 8,192 processors, the most that Linux is built for. */
  private static final long MASK = 1024;

  private Linux() {}

  /**
   * Puts the thread into the idle class: it is put aside the moment another one wakes, which a nice
   * value alone does not do.
   */
  static void yieldToOthers() {
    if (!isHere()) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle schedule =
          function(
              "sched_setscheduler",
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS);
      MemorySegment priority = arena.allocate(ValueLayout.JAVA_INT); // 0, as this class wants it
      int result = (int) schedule.invokeExact(THIS_THREAD, SCHED_IDLE, priority);
      if (result != 0) {
        LOG.debug("sched_setscheduler said {}", result);
      }
    } catch (Throwable e) {
      LOG.debug("password threads keep their priority", e);
    }
  }

  /** The processors on which this process may run; none where nobody can tell. */
  static List<Integer> processors() {
    List<Integer> out = new ArrayList<>();
    if (!isHere()) {
      return out;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(MASK, Long.BYTES);
      int result = (int) affinity("sched_getaffinity").invokeExact(THIS_THREAD, MASK, mask);
      for (int i = 0; result >= 0 && i < MASK * Byte.SIZE; i++) {
        if ((mask.get(ValueLayout.JAVA_BYTE, i / Byte.SIZE) >> i % Byte.SIZE & 1) == 1) {
          out.add(i);
        }
      }
    } catch (Throwable e) {
      LOG.debug("nobody can tell where this may run", e);
    }
    return out;
  }

  /** Has the thread run on that processor alone; false where it does not. */
  static boolean stayOn(int processor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(MASK, Long.BYTES);
      mask.set(ValueLayout.JAVA_BYTE, processor / Byte.SIZE, (byte) (1 << processor % Byte.SIZE));
      int result = (int) affinity("sched_setaffinity").invokeExact(THIS_THREAD, MASK, mask);
      return result == 0;
    } catch (Throwable e) {
      LOG.debug("a thread cannot be kept on processor {}", processor, e);
      return false;
    }
  }

  /** Sleeps of so many microseconds, by a call that costs less than the JVM's own. */
  static MethodHandle sleep() {
    return function("usleep", ValueLayout.JAVA_INT);
  }

  private static MethodHandle affinity(String name) {
    return function(name, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
  }

  private static MethodHandle function(String name, MemoryLayout... parameters) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
  }

  private static boolean isHere() {
    return System.getProperty("os.name", "").equals("Linux");
  }
}
