/** What we use of markdown-it-container, which comes without types. */
declare module 'markdown-it-container' {
  import type MarkdownIt from 'markdown-it';
  export default function container(markdown: MarkdownIt, name: string): void;
}
