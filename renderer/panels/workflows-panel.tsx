import { FolderOpen, RefreshCw } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { Button } from 'react-aria-components'
import type { Example, Examples, ListedWorkflow } from '../../runtime/contract/answers.ts'
import { runCommand } from '../commands/all-commands.ts'
import { openPath } from '../commands/workflow-files.ts'
import { useStudio } from '../studio/use-studio.ts'

/** What can be opened: what was open lately, what was saved, what ships. */
export function WorkflowsPanel() {
  const studio = useStudio()
  const [lists, setLists] = useState<Examples | null>(null)
  const load = useCallback(
    () => void studio.attempt(async () => setLists(await studio.api.request('workflow:list'))),
    [studio],
  )
  useEffect(load, [load])
  return (
    <section className="panel side" aria-label="Workflows">
      <header>
        <h2>Workflows</h2>
        <Button className="icon" aria-label="Look again" onPress={load}>
          <RefreshCw />
        </Button>
      </header>
      <div className="body">
        <Button onPress={() => runCommand(studio, 'file.open')}>
          <FolderOpen /> Open a file…
        </Button>
        {lists && lists.recent.length > 0 && <h3>Recent</h3>}
        <Files files={lists?.recent ?? []} />
        {lists && lists.saved.length > 0 && <h3>Saved</h3>}
        <Files files={lists?.saved ?? []} />
        <h3>Examples</h3>
        <ExampleList examples={lists?.examples ?? []} />
        <h3>For your own models</h3>
        <ExampleList examples={lists?.forYourModels ?? []} />
      </div>
    </section>
  )
}

function ExampleList({ examples }: { readonly examples: readonly Example[] }) {
  const studio = useStudio()
  return (
    <ul className="examples">
      {examples.map(({ path, title, about, picture }) => (
        <li key={path}>
          <Button className="quiet" onPress={() => void openPath(studio, path)}>
            {picture ? <img src={picture} alt="" /> : <i className="no-picture" />}
            <span>
              <b>{title}</b>
              <span className="where">{about}</span>
            </span>
          </Button>
        </li>
      ))}
    </ul>
  )
}

function Files({ files }: { readonly files: readonly ListedWorkflow[] }) {
  const studio = useStudio()
  return (
    <ul className="entries">
      {files.map(({ path, title }) => (
        <li key={path} title={path}>
          <Button className="quiet" onPress={() => void openPath(studio, path)}>
            <span className="name">{title}</span>
          </Button>
        </li>
      ))}
    </ul>
  )
}
