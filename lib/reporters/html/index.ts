import type { Report } from '../../core/report.ts';
import { symbols } from '../format.ts';
import { blowSection } from './blow-section.ts';
import { documentOf } from './document.ts';
import { evidence } from './evidence.ts';
import { factsSection } from './facts-section.ts';
import { expectations } from './judgements.ts';
import { html, jsonMarkup } from './markup.ts';
import { servicesSection } from './services-section.ts';
import { summary } from './summary.ts';
import { timelineData } from './timeline-data.ts';
import { timelineSection } from './timeline-section.ts';

/** A run as one self-contained HTML page: verdict, services, timeline, evidence, the way to do it again. */
export function htmlReport(report: Report): string {
  const { header } = report.history;
  const { kind } = report.verdict;
  const data = timelineData(report);
  return documentOf({
    title: `${symbols[kind]} ${kind}: ${header.title} (seed ${header.seed})`,
    body: html`${summary(report)}
${servicesSection(report)}
${evidence(report)}
${timelineSection(data)}
${expectations(report)}
${blowSection(report)}
${factsSection(report)}`,
    data: html`<script type="application/json" id="timeline-data">${jsonMarkup(data)}</script>`,
  });
}
