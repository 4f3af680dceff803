package dev.doorward.spring;

import dev.doorward.servlet.Doorward;
import dev.doorward.servlet.DoorwardFilter;
import jakarta.servlet.DispatcherType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Where Spring Security is on the class path it finds the caller in its context, and does not
 * answer a second time.
 */
@AutoConfiguration(
    after = DoorwardAutoConfiguration.class,
    beforeName = {
      "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
      "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
      "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
      "org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration",
      "org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration"
    })
@ConditionalOnClass({SecurityFilterChain.class, HttpSecurity.class})
@ConditionalOnBean(DoorwardFilter.class)
public class SecurityAutoConfiguration {
  /**
   * Asks nothing itself: who may come in was decided before. Where that was not, as on a management
   * port of its own which Spring Boot gives this chain and not our filter, nobody comes in. Left to
   * the application's own.
   */
  @Bean
  @ConditionalOnMissingBean(SecurityFilterChain.class)
  @Order(0)
  SecurityFilterChain doorwardSecurity(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(all ->
            all.dispatcherTypeMatchers(DispatcherType.ERROR)
                .permitAll()
                .requestMatchers(request -> Doorward.callerIfAny(request).isPresent())
                .permitAll()
                .anyRequest()
                .denyAll())
        .csrf(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .headers(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .exceptionHandling(refusals ->
            refusals
                .authenticationEntryPoint(SecurityRefusals::prove)
                .accessDeniedHandler(SecurityRefusals::refuse))
        .build();
  }

  /** Behind Doorward, and before every chain of Spring Security. */
  @Bean
  FilterRegistrationBean<CallerContextFilter> doorwardCallerContext() {
    return DoorwardAutoConfiguration.everywhere(
        "doorward-caller", new CallerContextFilter(), Ordered.HIGHEST_PRECEDENCE + 1);
  }

  /**
   * Lets pass what Doorward let pass: a path with two readings came this far only where both lead
   * to the same rule (C220).
   */
  @Bean
  @ConditionalOnMissingBean
  HttpFirewall doorwardFirewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
    firewall.setAllowBackSlash(true);
    firewall.setAllowSemicolon(true);
    firewall.setAllowUrlEncodedDoubleSlash(true);
    firewall.setAllowUrlEncodedPercent(true);
    firewall.setAllowUrlEncodedPeriod(true);
    firewall.setAllowUrlEncodedSlash(true);
    return firewall;
  }

  /** Nobody signs in here, so that no password need be made up. */
  @Bean
  @ConditionalOnMissingBean
  UserDetailsService doorwardUsers() {
    return name -> {
      throw new UsernameNotFoundException("people sign in with Doorward");
    };
  }
}
