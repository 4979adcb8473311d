/** Style sheets are for Vite. That the classes a component names exist is checked by tests/renderer/look/styles.test.ts. */
declare module '*.css'
