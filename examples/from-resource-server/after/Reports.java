package example;

import dev.doorward.servlet.Caller;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class Reports {
  @GetMapping("/reports")
  public String reports(Caller caller) {
    return "Reports for " + caller.getName();
  }

  public static void main(String[] args) {
    SpringApplication.run(Reports.class, args);
  }
}
