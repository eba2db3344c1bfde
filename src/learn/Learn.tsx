/** The Learn panel: the course, or the lesson that is open. */
import { type ReactNode, useState } from 'react';
import { course } from '../lessons/course.ts';
import type { CourseEntry } from '../lessons/lesson.ts';
import { CourseList } from './CourseList.tsx';

/** `tools`: the rows of the palette that a step needs. */
export function Learn({ tools }: { tools: ReactNode }) {
  const [open, setOpen] = useState<CourseEntry | null>(null);
  if (open !== null)
    return (
      <div>
        {open.title}
        {tools}
      </div>
    );
  return (
    <CourseList
      entries={course}
      markOf={() => 'new'}
      resume={course[0] ?? null}
      onOpen={setOpen}
      menu={null}
    />
  );
}
