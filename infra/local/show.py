"""Prints a finished session: transcript with times and speakers, todos with the place where they were said."""

import shutil
import textwrap

from api import ApiError


def clock(seconds):
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def print_results(api, session):
    transcript = api.get(f"/api/sessions/{session['id']}/transcript.json")
    print_head(session, transcript)
    print_transcript(transcript)
    try:
        print_todos(api.get(f"/api/sessions/{session['id']}/todos"))
    except ApiError as problem:
        print(f"\nNo todos: {problem}")
    for warning in session.get("warnings") or []:
        print(f"Note: {warning}")


def print_head(session, transcript):
    facts = [clock(transcript["duration"])]
    if transcript.get("language"):
        facts.append(transcript["language"])
    count = len(transcript["speakers"])
    if count:
        facts.append(f"{count} speaker{'s' if count > 1 else ''}")
    print(f"\n{session['filename']} ({', '.join(facts)}) - session {session['id']}\n")


def print_transcript(transcript):
    labels = {speaker["id"]: speaker["label"] for speaker in transcript["speakers"]}
    width = max((len(label) for label in labels.values()), default=0)
    columns = max(shutil.get_terminal_size((100, 24)).columns, 60)
    if not transcript["segments"]:
        print("Nothing was said.")
    for segment in transcript["segments"]:
        label = labels.get(segment.get("speaker"), "")
        head = f"{clock(segment['start']):>8}  {label:<{width}}{'  ' if width else ''}"
        print(textwrap.fill(segment["text"].strip(), columns, initial_indent=head, subsequent_indent=" " * len(head)))


def print_todos(document):
    todos = document["todos"]
    print(f"\nTodos ({len(todos)})" if todos else "\nNo todos were found.")
    for todo in todos:
        about = [todo[key] for key in ("assignee",) if todo.get(key)]
        if todo.get("due") or todo.get("due_text"):
            about.append(f"by {todo.get('due') or todo['due_text']}")
        about.append(todo["priority"])
        print(f"  [{'x' if todo['completed'] else ' '}] {todo['timestamp']}  {todo['task']}  ({', '.join(about)})")
    if document.get("summary"):
        print(f"\nSummary\n{textwrap.indent(textwrap.fill(document['summary'], 96), '  ')}")
