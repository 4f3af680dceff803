package dev.doorward.servlet;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JDBC's drivers, which outlive an application unless somebody takes them back. */
final class Drivers {
  private static final Logger LOG = LoggerFactory.getLogger(Drivers.class);

  private Drivers() {}

  /** Takes back those of this application's class loader. */
  static void forget() {
    ClassLoader mine = Drivers.class.getClassLoader();
    if (mine == ClassLoader.getSystemClassLoader()) {
      return; // they live as long as the process
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
  }
}
