import { useState } from 'preact/hooks';
import { sentenceOf } from '../api/http';
import { editTodo } from '../api/sessions';
import type { Todo } from '../api/types';
import type { SessionModel } from './model';
import type { Playback } from './playback';
import { TodoItem } from './TodoItem';
import { warningSentences } from './todoWarnings';

/** The todos, each with the place where it was said. */
export function TodoList({ model, playback }: { model: SessionModel; playback: Playback }) {
  const [error, setError] = useState<string>();
  const document = model.todos.value;
  if (!document) return null;
  // Shown at once and taken back when the server refuses: ticking off must feel like paper.
  const change = async (todo: Todo, patch: Partial<Todo>) => {
    const put = (changed: Todo) => {
      const now = model.todos.value;
      if (now) model.todos.value = { ...now, todos: now.todos.map((t) => (t.id === todo.id ? changed : t)) };
    };
    put({ ...todo, ...patch });
    setError(undefined);
    try {
      const stored = await editTodo(model.id, todo.id, patch);
      if (stored && 'task' in stored) put(stored);
    } catch (caught) {
      put(todo);
      setError(sentenceOf(caught));
    }
  };
  // Earlier versions are for comparing, not for editing.
  const editable = model.run.value === undefined;
  const open = document.todos.filter(({ completed }) => !completed).length;
  return (
    <section class="panel todos" aria-labelledby="todos-title">
      <h2 id="todos-title">Todos {document.todos.length > 0 && <span class="count">{open} open</span>}</h2>
      {error && (
        <p class="notice notice-error" role="alert">
          {error}
        </p>
      )}
      {warningSentences(document.metadata.warnings).map((sentence) => (
        <p key={sentence} class="hint">
          {sentence}
        </p>
      ))}
      {document.todos.length === 0 && <p class="empty">Nobody said that anything is to be done.</p>}
      <ul>
        {document.todos.map((todo) => (
          <TodoItem
            key={todo.id}
            todo={todo}
            playback={playback}
            editable={editable}
            onChange={(patch) => void change(todo, patch)}
          />
        ))}
      </ul>
    </section>
  );
}
