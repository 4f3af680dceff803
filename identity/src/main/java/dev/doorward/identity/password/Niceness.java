package dev.doorward.identity.password;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets threads which hash passwords yield to those which answer requests. On Linux a thread of the
 * idle class is put aside the moment another one wakes, which a nice value alone does not do;
 * elsewhere nothing happens.
 */
final class Niceness {
  private static final Logger LOG = LoggerFactory.getLogger(Niceness.class);
  private static final int THIS_THREAD = 0;
  private static final int SCHED_IDLE = 5;

  private Niceness() {}

  static void lower() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      Linker linker = Linker.nativeLinker();
      MethodHandle schedule =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("sched_setscheduler"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS));
      MemorySegment priority = arena.allocate(ValueLayout.JAVA_INT); // 0, as this class wants it
      int result = (int) schedule.invokeExact(THIS_THREAD, SCHED_IDLE, priority);
      if (result != 0) {
        LOG.debug("sched_setscheduler said {}", result);
      }
    } catch (Throwable e) {
      LOG.debug("password threads keep their priority", e);
    }
  }
}
