import '@fontsource-variable/inter/index.css'
import '@fontsource-variable/jetbrains-mono/index.css'
import './look/tokens.css'
import './look/base.css'
import { Component, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { App } from './app.tsx'
import { connect, createConnection } from './bridge/connect.ts'
import { buttons } from './look/styles.ts'
import { lastTheme, showTheme } from './look/theme.ts'
import css from './main.module.css'
import { Logo } from './panels/shell/logo.tsx'
import { createStudio } from './studio/create-studio.ts'
import { StudioContext } from './studio/use-studio.ts'
import { nodeViews } from './views/node-views.ts'

/** Shown instead of the window when rendering failed. The journal keeps the open documents and restores them. */
class Crashed extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    if (this.state.error === null) return this.props.children
    return (
      <main className={css.page} role="alert">
        <h1>The window stopped working</h1>
        <p>Your workflows are kept. Load the window again to continue.</p>
        <button type="button" className={buttons.primary} onClick={() => location.reload()}>
          Load again
        </button>
        <p>{String(this.state.error)}</p>
      </main>
    )
  }
}

/** Shown until the program has answered: the engine reads its nodes first. */
const Starting = () => (
  <main className={`${css.page} ${css.starting}`} aria-busy="true">
    <Logo />
    <p role="status">Leapgraph is starting …</p>
  </main>
)

/** Shown instead of the window when the program does not answer. */
function CannotStart({ error }: { readonly error: unknown }) {
  return (
    <main className={css.page}>
      <h1>Leapgraph could not start</h1>
      <p>{error instanceof Error ? error.message : String(error)}</p>
      <p>Close the window and start Leapgraph again. Your workflows are kept.</p>
    </main>
  )
}

// The page may not evaluate strings, and zod need not try.
z.config({ jitless: true })

const root = createRoot(document.querySelector('#root')!)
const endTheme = showTheme(lastTheme())
root.render(<Starting />)
try {
  const connection = createConnection()
  connection.subscribe(({ isLost }) => document.body.toggleAttribute('data-offline', isLost))
  const api = await connect(connection)
  const start = await api.request('editor:start')
  const studio = createStudio(api, start, nodeViews, connection)
  endTheme()
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
