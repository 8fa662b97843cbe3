import MarkdownIt from 'markdown-it';

// Shows how the shop will write a text: CommonMark as it reads it (commerce/Shop/PlainMarkdown.cs), where HTML stays as
// it was typed, there are no pictures, and headings stand below the one of the page.

const leads = /^(?:https?:\/\/[^\s/\\][^\s\\]*|mailto:[^\s\\]+|\/(?![/\\])[^\s\\]*|#[^\s\\]*)$/i;

const reader = new MarkdownIt('commonmark', { html: false }).disable(['autolink', 'image', 'html_block', 'html_inline']);
reader.validateLink = (to) => leads.test(to);
reader.core.ruler.push('under the title', ({ tokens }) => {
  for (const token of tokens)
    if (token.type.startsWith('heading')) token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + 1)}`;
});

export const markdown = (text: string): string => reader.render(text);
