package dev.doorward.spring;

import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;

/** {@link WithCallerCases} with the MockMvc of Spring Boot 3. */
@AutoConfigureMockMvc
class WithCallerOnBoot3Test extends WithCallerCases {}
