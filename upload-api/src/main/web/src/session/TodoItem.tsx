import { useState } from 'preact/hooks';
import type { Priority, Todo } from '../api/types';
import { clock, day, secondsOf } from '../app/format';
import type { Playback } from './playback';

interface Props {
  todo: Todo;
  playback: Playback;
  editable: boolean;
  onChange: (patch: Partial<Todo>) => void;
}

export function TodoItem({ todo, playback, editable, onChange }: Props) {
  const [editing, setEditing] = useState(false);
  if (editing) {
    return (
      <TodoEditor
        todo={todo}
        onCancel={() => setEditing(false)}
        onSave={(patch) => {
          setEditing(false);
          onChange(patch);
        }}
      />
    );
  }
  const seconds = secondsOf(todo.timestamp);
  return (
    <li class="todo" data-completed={todo.completed}>
      <input
        type="checkbox"
        checked={todo.completed}
        disabled={!editable}
        aria-label={`Done: ${todo.task}`}
        onChange={(e) => onChange({ completed: e.currentTarget.checked })}
      />
      <div>
        <span class="task">{todo.task}</span>
        <span class="todo-facts">
          {todo.priority === 'high' && <span class="chip chip-high">High</span>}
          {todo.assignee && <span class="chip">{todo.assignee}</span>}
          {(todo.due ?? todo.due_text) && (
            <span class="chip">{todo.due ? day(todo.due) : todo.due_text}</span>
          )}
          <button class="time" onClick={() => playback.seek(seconds)} title={`“${todo.context}”`}>
            {clock(seconds)}
          </button>
          {editable && (
            <button class="quiet" onClick={() => setEditing(true)} aria-label={`Edit: ${todo.task}`}>
              Edit
            </button>
          )}
        </span>
      </div>
    </li>
  );
}

function TodoEditor({
  todo,
  onSave,
  onCancel,
}: {
  todo: Todo;
  onSave: (patch: Partial<Todo>) => void;
  onCancel: () => void;
}) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string) => {
      const value = data.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    onSave({
      task: text('task') || todo.task,
      priority: text('priority') as Priority,
      assignee: text('assignee') || null,
      due: text('due') || null,
    });
  };
  return (
    <li class="todo">
      <form class="todo-editor" onSubmit={submit} onKeyDown={(e) => e.key === 'Escape' && onCancel()}>
        <input name="task" aria-label="Task" defaultValue={todo.task} required autofocus />
        <select name="priority" aria-label="Priority" defaultValue={todo.priority}>
          <option value="high">High</option>
          <option value="medium">Medium</option>
          <option value="low">Low</option>
        </select>
        <input name="assignee" aria-label="Who" placeholder="Who" defaultValue={todo.assignee ?? ''} />
        <input name="due" type="date" aria-label="Due" defaultValue={todo.due ?? ''} />
        <div class="buttons">
          <button type="submit" class="primary">
            Save
          </button>
          <button type="button" onClick={onCancel}>
            Cancel
          </button>
        </div>
      </form>
    </li>
  );
}
