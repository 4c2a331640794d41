import { expect, test } from 'vitest';
import { html, jsonMarkup } from './markup.ts';

test('what a log line says cannot become markup', () => {
  const line = `<img src=x onerror="alert('1')"> & more`;
  expect(html`<code title="${line}">${line}</code>`.markup).toBe(
    '<code title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; more">' +
      '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; more</code>',
  );
});

test('markup within markup stays markup, lists are joined, undefined leaves nothing', () => {
  const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`);
  expect(html`<ul>${items}${undefined}</ul>${2}`.markup).toBe(
    '<ul><li>a</li><li>&lt;b&gt;</li></ul>2',
  );
});

test('control characters of a log become visible, tabs and line ends stay', () => {
  expect(html`${'a\u001b[31mb\tc\n\u0000'}`.markup).toBe('a\uFFFD[31mb\tc\n\uFFFD');
});

test('data cannot close the script element that holds it', () => {
  const data = { line: '</script><script>alert(1)</script><!--' };
  const { markup } = jsonMarkup(data);
  expect(markup).not.toContain('<');
  expect(JSON.parse(markup)).toEqual(data);
});
