/** What the server sends. REST and events are camelCase, stored documents snake_case. */

export type SessionStatus = 'UPLOADING' | 'QUEUED' | 'PROCESSING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';

export type TodosEngine = 'auto' | 'endpoint' | 'gguf' | 'embedded';

export interface SessionOptions {
  language?: string;
  task?: 'transcribe' | 'translate';
  speakers?: { count?: number; min?: number; max?: number };
  prompt?: string;
  hotwords?: string[];
  todosEngine?: TodosEngine;
  todosModel?: string;
  todosInstructions?: string;
  /** Of the todos and the summary; absent: the language of the talk. */
  todosLanguage?: string;
}

export interface Session {
  id: string;
  batchId?: string | null;
  filename: string;
  contentType?: string | null;
  sizeBytes: number;
  status: SessionStatus;
  stage?: string | null;
  percent: number;
  errorCode?: string | null;
  errorMessage?: string | null;
  replayable?: boolean;
  language?: string | null;
  durationSeconds?: number | null;
  confidence?: number | null;
  queuePosition?: number | null;
  etaSeconds?: number | null;
  run?: number;
  createdAt: string;
  startedAt?: string | null;
  completedAt?: string | null;
  warnings?: string[];
  options?: SessionOptions | null;
}

export interface SessionPage {
  sessions: Session[];
  nextCursor?: string | null;
}

export interface Word {
  word: string;
  start: number;
  end: number;
  score?: number;
  speaker?: string;
}

export interface Segment {
  id: number;
  start: number;
  end: number;
  text: string;
  speaker?: string | null;
  confidence?: number | null;
  words?: Word[];
  flags?: string[];
}

export interface Transcript {
  language?: string;
  language_probability?: number;
  duration: number;
  confidence?: number;
  segments: Segment[];
  speakers: { id: string; label: string }[];
  coverage?: { speech_seconds: number; transcribed_seconds: number; gaps: { start: number; end: number }[] };
  engine?: { name: string; model: string };
  warnings?: string[];
}

export type Priority = 'high' | 'medium' | 'low';

export interface Todo {
  id: string;
  task: string;
  priority: Priority;
  timestamp: string;
  context: string;
  completed: boolean;
  assignee?: string | null;
  due?: string | null;
  due_text?: string | null;
  segment_ids: number[];
  confidence?: number | null;
}

export interface Todos {
  todos: Todo[];
  summary: string;
  metadata: { engine: string; model: string; estimated_time?: string; warnings?: string[] };
}

export interface CitedLine {
  text: string;
  timestamp: string;
  segment_ids: number[];
}

export interface Summary {
  overview: CitedLine[];
  chapters: { title: string; start: number; end: number; lines: CitedLine[] }[];
  decisions: CitedLine[];
  open_questions: CitedLine[];
  engine: string;
  model: string;
}

export function isOver(status: SessionStatus): boolean {
  return status === 'COMPLETED' || status === 'FAILED' || status === 'CANCELLED';
}
