/** The texts that were opened, so that each is as it was left when it is opened again. */
import type { Playground } from '../playground/playground.ts';
import { createSession, type Subject, type YamlSession } from './session.ts';

const MOST_SESSIONS = 30;
const known = new WeakMap<Playground, Map<string, YamlSession>>();

export function sessionOf(playground: Playground, subject: Subject): YamlSession {
  let sessions = known.get(playground);
  if (sessions === undefined) {
    sessions = new Map();
    known.set(playground, sessions);
  }
  const id = subject === 'scene' ? subject : subject.join(' ');
  const session = sessions.get(id) ?? createSession(playground, subject);
  sessions.delete(id);
  sessions.set(id, session);
  if (sessions.size > MOST_SESSIONS) sessions.delete(sessions.keys().next().value!);
  return session;
}
