package example;

import dev.doorward.servlet.Caller;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class Shop {
  @GetMapping("/orders")
  public String orders(Caller caller) {
    return "Orders of " + caller.getName();
  }

  public static void main(String[] args) {
    SpringApplication.run(Shop.class, args);
  }
}
