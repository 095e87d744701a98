/* How the pages look: one style sheet, readable on a screen and on paper.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_DOC_STYLE_H
#define PS_REPORT_DOC_STYLE_H

#define PS_DOC_STYLE                                                                               \
    "body{font:16px/1.5 Georgia,'Noto Serif','Noto Serif CJK SC','Songti SC',SimSun,serif;"        \
    "color:#1a1a1a;background:#fff;margin:0 auto;max-width:46em;padding:1em}"                      \
    "nav,footer,.kind,th,dt,.meta{font-family:'Helvetica Neue',Arial,'Noto Sans',"                 \
    "'Noto Sans CJK SC','Microsoft YaHei',sans-serif;font-size:14px}"                              \
    "nav{margin-bottom:1em}footer{color:#555;border-top:1px solid #bbb;margin-top:2em}"            \
    ".kind{color:#555;margin:0}.id,code,.pat{font-family:Menlo,Consolas,'DejaVu Sans Mono',"       \
    "monospace;font-size:13px}h1{font-size:28px;line-height:1.2;margin:.1em 0}"                    \
    "h2{font-size:19px;margin:1.4em 0 .4em;border-bottom:1px solid #bbb}"                          \
    "h3{font-size:16px;margin:1em 0 .2em}.zh{font-size:22px;margin:0 0 .6em}"                      \
    ".reading{border-left:4px solid #a60;background:#fff7e8;padding:.5em 1em;margin:1em 0}"        \
    "dl{display:grid;grid-template-columns:9em 1fr;gap:.2em 1em;margin:1em 0}"                     \
    "dt{color:#555}dd{margin:0}table{border-collapse:collapse;width:100%;margin:.5em 0}"           \
    "th{text-align:left;color:#555;font-weight:normal}"                                            \
    "td,th{border-bottom:1px solid #ddd;padding:.3em .6em .3em 0;vertical-align:top}"              \
    "ul.words{list-style:none;padding:0;margin:.2em 0}"                                            \
    "ul.words li{display:inline-block;border:1px solid #ccc;border-radius:3px;padding:0 .4em;"     \
    "margin:.1em .1em;overflow-wrap:anywhere}.pat{overflow-wrap:anywhere;background:#f4f4f4;"      \
    "padding:.2em .4em;margin:.3em 0}.gap{color:#06c}.meta{color:#555}"                            \
    ".yes{color:#060}.no{color:#a00}td,dd,p,li{overflow-wrap:anywhere}"                            \
    ".line{display:inline-block;min-width:16em;border-bottom:1px solid #555}"                      \
    ".sign{margin-top:2em}a{color:#046}"                                                           \
    "@media print{body{max-width:none;font-size:11pt}nav{display:none}a{color:#000}"               \
    "tr,li,.pat{break-inside:avoid}h2,h3{break-after:avoid}}"

#endif
