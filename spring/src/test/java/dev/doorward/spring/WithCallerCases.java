package dev.doorward.spring;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.doorward.spring.test.WithCaller;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.web.servlet.MockMvc;

/**
 * Tests of an application as its authors write them; each Spring Boot has a MockMvc of its own
 * package.
 */
@SpringBootTest(
    classes = StarterTest.Application.class,
    properties = "doorward.config=classpath:mock-doorward.yaml")
abstract class WithCallerCases {
  @Autowired private MockMvc mvc;

  @Test
  void aStrangerIsAskedWhoHeIs() throws Exception {
    mvc.perform(get("/me"))
        .andExpect(status().isUnauthorized())
        .andExpect(header().exists("WWW-Authenticate"));
  }

  @Test
  @WithCaller(user = "alice", roles = "user")
  void aHandlerIsGivenWhomTheTestSays() throws Exception {
    mvc.perform(get("/me"))
        .andExpect(status().isOk())
        .andExpect(content().string(Matchers.startsWith("alice [user] ")));
    mvc.perform(get("/me/narrow")).andExpect(status().isForbidden());
    mvc.perform(get("/me/articles/alice")).andExpect(status().isForbidden());
    mvc.perform(get("/closed")).andExpect(status().isForbidden());
  }

  @Test
  @WithCaller(user = "root", roles = "admin")
  void rolesAndTheirPermissionsOpenHandlers() throws Exception {
    mvc.perform(get("/me/narrow")).andExpect(content().string("narrow"));
    mvc.perform(get("/me/articles/root")).andExpect(content().string("written"));
  }
}
