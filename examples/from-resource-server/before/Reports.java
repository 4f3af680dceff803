package example;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class Reports {
  @Bean
  SecurityFilterChain rules(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(
            all ->
                all.requestMatchers("/public/**").permitAll()
                    .requestMatchers("/reports/**").hasAuthority("SCOPE_reports:read")
                    .requestMatchers("/admin/**").hasRole("admin")
                    .anyRequest().authenticated())
        .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
        .build();
  }

  @GetMapping("/reports")
  public String reports(@AuthenticationPrincipal Jwt token) {
    return "Reports for " + token.getSubject();
  }

  public static void main(String[] args) {
    SpringApplication.run(Reports.class, args);
  }
}
