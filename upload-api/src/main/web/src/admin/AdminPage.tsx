export function AdminPage() {
  return (
    <section class="admin">
      <h1>Failed messages</h1>
    </section>
  );
}
