package example;

import dev.doorward.servlet.Caller;
import dev.doorward.servlet.Requires;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class App {
  @GetMapping("/")
  public String hello(Caller caller) {
    return "Hello, " + caller;
  }

  @GetMapping("/articles")
  public String read(Caller caller) {
    return "Read by " + caller.getName() + ", who is " + caller.roles();
  }

  @PostMapping("/articles")
  @Requires(permission = "articles:write")
  public String write(Caller caller) {
    return "Written by " + caller.getName();
  }

  public static void main(String[] args) {
    SpringApplication.run(App.class, args);
  }
}
