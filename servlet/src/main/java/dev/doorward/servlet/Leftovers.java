package dev.doorward.servlet;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What libraries leave in the process when an application is taken away, unless it is cleared. */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  /** It would go by itself once what it looks after is collected, which it keeps from happening. */
  private static final String JNA_THREAD = "JNA Cleaner";

  private Leftovers() {}

  /** Clears what belongs to this application's class loader. */
  static void clear() {
    ClassLoader mine = Leftovers.class.getClassLoader();
    if (mine == ClassLoader.getSystemClassLoader()) {
      return; // it lives as long as the process
    }
    for (Driver driver : Collections.list(DriverManager.getDrivers())) {
      if (driver.getClass().getClassLoader() == mine) {
        try {
          DriverManager.deregisterDriver(driver);
        } catch (SQLException e) {
          LOG.debug("{} stays registered", driver.getClass().getName(), e);
        }
      }
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(JNA_THREAD) && thread.getClass().getClassLoader() == mine) {
        thread.interrupt();
      }
    }
  }
}
