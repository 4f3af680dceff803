package dev.doorward.server.page;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.doorward.core.answer.Body;
import dev.doorward.core.answer.Problem;
import dev.doorward.core.answer.ProblemType;
import dev.doorward.core.request.Fields;
import dev.doorward.core.request.Front;
import dev.doorward.core.request.Header;
import dev.doorward.core.request.Method;
import dev.doorward.core.request.Peer;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.request.Target;
import dev.doorward.core.where.Address;
import dev.doorward.portal.Pages;
import dev.doorward.portal.Portal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Pages of refusals which are hard to come by in a browser, under the real policy of content. */
final class Scenes {
  private final TestDoor door;
  private final Pages pages;

  Scenes(TestDoor door) {
    this.door = door;
    this.pages = new Portal(door.server().services().house()).pages();
  }

  /** The plain page of that problem, at {@code /kind/NAME}. */
  void visit(Page page, ProblemType type, int status) {
    show(
        page,
        type.wire(),
        html(new Body.Page(problem(type, status), none(), none(), none(), none())));
  }

  String html(Body.Page refusal) {
    RequestFacts facts =
        new RequestFacts(
            1,
            refusal.problem().id(),
            Instant.EPOCH,
            Method.GET,
            Target.of("/kind", Optional.of(door.origin().substring("http://".length()))),
            new Peer(Address.parse("127.0.0.1").orElseThrow(), 1, true, false, none(), Front.NONE),
            new NoFields());
    return pages.refusal(door.server().settings().policy().trail(facts), refusal);
  }

  void show(Page page, String name, String html) {
    String url = door.at("/kind/" + name);
    BrowserContext context = page.context();
    Map<String, String> fields = new LinkedHashMap<>();
    for (Header field : Pages.FIELDS) {
      fields.put(field.name(), field.value());
    }
    context.route(
        url, route -> route.fulfill(new Route.FulfillOptions().setHeaders(fields).setBody(html)));
    page.navigate(url);
    context.unroute(url);
  }

  static Problem problem(ProblemType type, int status) {
    return new Problem(
        type, status, UUID.fromString("3f1c9a52-7d40-4e8b-9a6e-2b5d8c01f7e4"), Map.of());
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  private record NoFields() implements Fields {
    @Override
    public List<String> all(dev.doorward.core.request.Field field) {
      return List.of();
    }
  }
}
