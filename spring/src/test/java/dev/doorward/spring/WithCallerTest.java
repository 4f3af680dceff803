package dev.doorward.spring;

import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;

/** {@link WithCallerCases} with the MockMvc of Spring Boot 4. */
@AutoConfigureMockMvc
class WithCallerTest extends WithCallerCases {}
