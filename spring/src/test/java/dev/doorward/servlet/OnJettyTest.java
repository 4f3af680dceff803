package dev.doorward.servlet;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract through the starter, on Jetty (C323). */
class OnJettyTest {
  @TempDir Path folder;

  @Test
  void theStarterAnswersAsTheContractSays() throws Exception {
    BootContractTest.holds(BootContainer::onJetty, "jetty", folder);
  }
}
