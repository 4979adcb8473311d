import '@fontsource-variable/inter/index.css'
import '@fontsource-variable/jetbrains-mono/index.css'
import './look/tokens.css'
import './look/base.css'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { App } from './app.tsx'
import { connect } from './bridge/connect.ts'
import { CannotStart } from './panels/shell/cannot-start.tsx'
import { Crashed } from './panels/shell/crashed.tsx'
import { createStudio } from './studio/studio.ts'
import { StudioContext } from './studio/use-studio.ts'
import { nodeViews } from './views/node-views.ts'

// The page may not evaluate strings, and zod need not try.
z.config({ jitless: true })

const root = createRoot(document.querySelector('#root')!)
try {
  const api = await connect(lost => document.body.toggleAttribute('data-offline', lost))
  const start = await api.request('editor:start')
  const studio = createStudio(api, start, nodeViews)
  root.render(
    <Crashed>
      <StudioContext value={studio}>
        <App open={start.open} />
      </StudioContext>
    </Crashed>,
  )
} catch (error) {
  root.render(<CannotStart error={error} />)
}
