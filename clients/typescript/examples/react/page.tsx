import { createRoot } from "react-dom/client";
import { useAnswer, useDoorward } from "./doorward.js";

function Page() {
  const doorward = useDoorward();
  const me = useAnswer<{ user: string }>("/api/me");
  const admin = useAnswer<object>("/api/admin");
  if (!me.data) {
    return <p>One moment …</p>;
  }
  return (
    <main>
      <h1>Hello, {me.data.user}</h1>
      {admin.problem && (
        <p role="alert">
          {admin.problem.title}. Number for support: <code>{admin.problem.id}</code>
        </p>
      )}
      <button onClick={() => void doorward.signOut().then(() => location.reload())}>Sign out</button>
    </main>
  );
}

createRoot(document.getElementById("root")!).render(<Page />);
