// Chromium's own controls, in its own look.
export default {
  name: 'plain',
  cls: {},
  page: (look) => ({ html: {}, css: '', body: { background: 'var(--paper)', color: 'var(--ink)', colorScheme: look.dark ? 'dark' : 'light' } }),
};
