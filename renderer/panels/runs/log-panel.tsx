import { Copy, ScrollText } from 'lucide-react'
import { memo, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { LogLine } from '../../../runtime/contract/editor-events.ts'
import { IconButton, SearchBox } from '../../look/controls.tsx'
import { SidePanel } from '../../look/side-panel.tsx'
import { texts } from '../../look/styles.ts'
import { useStudio } from '../../studio/use-studio.ts'
import { linesWith, textOfLog, withNew } from './log-lines.ts'
import css from './log-panel.module.css'

/** What the engine writes, and what happened to it and to runs: the newest lines, which can be searched and copied. */
export function LogPanel() {
  const studio = useStudio()
  const lines = useLog()
  const [text, setText] = useState('')
  const found = linesWith(lines, text)
  const copy = () =>
    void studio.attempt(async () => {
      await navigator.clipboard.writeText(textOfLog(found))
      studio.notices.report('good', `${found.length} ${found.length === 1 ? 'line' : 'lines'} copied.`)
    })
  return (
    <SidePanel
      title="Log"
      actions={<IconButton icon={Copy} label="Copy the lines shown" isDisabled={found.length === 0} onPress={copy} />}
    >
      <SearchBox
        aria-label="Search the log"
        value={text}
        onChange={setText}
        placeholder={`Search ${lines.length} lines`}
      />
      {found.length > 0 ? (
        <Lines lines={found} />
      ) : (
        <p className={texts.empty}>
          <ScrollText />
          {lines.length === 0 ? 'The engine has written nothing yet.' : 'No line contains this text.'}
        </p>
      )}
    </SidePanel>
  )
}

/** The lines of the program, and those that follow. */
function useLog(): readonly LogLine[] {
  const { api, attempt, connection } = useStudio()
  const [lines, setLines] = useState<readonly LogLine[]>([])
  const isLost = useStore(connection, ({ isLost }) => isLost)
  useEffect(() => {
    if (isLost) return
    const end = api.on('log', more => setLines(now => withNew(now, more)))
    void attempt(async () => {
      const all = await api.request('log:list')
      setLines(now => withNew(all, now))
    })
    return end
  }, [api, attempt, isLost])
  return lines
}

/** The list follows the newest line, unless a person has scrolled up. */
function Lines({ lines }: { readonly lines: readonly LogLine[] }) {
  const list = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever there are other lines
  useLayoutEffect(() => {
    if (isAtEnd.current && list.current) list.current.scrollTop = list.current.scrollHeight
  }, [lines])
  return (
    <div
      ref={list}
      className={css.lines}
      role="log"
      aria-label="Lines of the log"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by the keyboard
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        isAtEnd.current = scrollTop + clientHeight > scrollHeight - 20
      }}
    >
      <ol>
        {lines.map(line => (
          <Line key={line.number} line={line} />
        ))}
      </ol>
    </div>
  )
}

const Line = memo(({ line: { time, level, text } }: { readonly line: LogLine }) => (
  <li data-level={level}>
    <span className={css.head}>
      <time dateTime={new Date(time).toISOString()}>{new Date(time).toLocaleTimeString()}</time> {level}
    </span>
    <pre>{text}</pre>
  </li>
))
