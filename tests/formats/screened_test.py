"""What real documents do, from the document to the judgement: each row would be silently wrong if one step forgot it.

    screened_test.py PROCSCREEN ROOT

SPDX-License-Identifier: Apache-2.0
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from tap import Tap

UBL = ('xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
       'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"')
HIT = "network-security-equipment"  # the category of a firewall in the shipped catalog


def order(line):
    return (f'<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2" {UBL}><cbc:ID>O</cbc:ID><cbc:IssueDate>2026-03-01</cbc:IssueDate>'
            f"<cac:OrderLine>{line}</cac:OrderLine></Order>")


def native(record="", item='name="防火墙"'):
    return (f'<records xmlns="urn:procscreen:record:1"><record kind="order" id="N" {record}><supplier name="S" id="1"/><item line="1" {item}/>'
            "</record></records>")


def idoc(header="", lines=(), sums="", date="20260310"):
    texts = "".join(f"<E1EDPT2><TDLINE>{text}</TDLINE><TDFORMAT>{how}</TDFORMAT></E1EDPT2>" for text, how in lines)
    return (f'<ORDERS05><IDOC BEGIN="1"><E1EDK01>{header}<BELNR>I</BELNR></E1EDK01><E1EDK03><IDDAT>012</IDDAT><DATUM>{date}</DATUM></E1EDK03>'
            "<E1EDKA1><PARVW>LF</PARVW><PARTN>0000140344</PARTN></E1EDKA1><E1EDP01><POSEX>1</POSEX><NETWR>57.99</NETWR>"
            f"<E1EDPT1><TDID>F01</TDID>{texts}</E1EDPT1></E1EDP01>{sums}</IDOC></ORDERS05>")


def notice(original, translation=""):
    def form(category, text):
        return f'<F02_2014 CATEGORY="{category}"><OBJECT_CONTRACT><TITLE><P>{text}</P></TITLE></OBJECT_CONTRACT></F02_2014>'
    return ('<TED_EXPORT DOC_ID="T"><CODED_DATA_SECTION><REF_OJS><DATE_PUB>20210104</DATE_PUB></REF_OJS></CODED_DATA_SECTION>'
            f"<FORM_SECTION>{form('ORIGINAL', original)}{form('TRANSLATION', translation)}</FORM_SECTION></TED_EXPORT>")


def catalogue(name, price="1"):
    return ('<BMECAT version="1.2"><HEADER><CATALOG><CATALOG_ID>B</CATALOG_ID><CURRENCY>EUR</CURRENCY><DATETIME type="generation_date">'
            "<DATE>2026-01-01</DATE></DATETIME></CATALOG></HEADER><T_NEW_CATALOG><ARTICLE><SUPPLIER_AID>1</SUPPLIER_AID><ARTICLE_DETAILS>"
            f"<DESCRIPTION_SHORT>{name}</DESCRIPTION_SHORT></ARTICLE_DETAILS></ARTICLE></T_NEW_CATALOG></BMECAT>")


def cxml(description):
    return ('<cXML payloadID="p" timestamp="2026-01-01T00:00:00+00:00"><Request><OrderRequest><OrderRequestHeader orderID="C" '
            'orderDate="2026-01-01T00:00:00-08:00" type="new"/><ItemOut quantity="1" lineNumber="1"><ItemID><SupplierPartID>x</SupplierPartID></ItemID>'
            f'<ItemDetail><Description xml:lang="en">{description}</Description></ItemDetail></ItemOut></OrderRequest></Request></cXML>')


def alibaba(json_text):
    return ("<alibaba_ceres_supplier_prod_po_querydetail_response><result><po_no>A</po_no><effect_time>2026-01-02</effect_time><po_line_list>"
            f"<supplier_po_line_d_t_o><goods_name>设备</goods_name><line_num>1</line_num><additional_info>{json_text}</additional_info>"
            "</supplier_po_line_d_t_o></po_line_list></result></alibaba_ceres_supplier_prod_po_querydetail_response>")


LINE = ("<cac:LineItem><cbc:ID>1</cbc:ID><cbc:LineExtensionAmount currencyID='EUR'>100.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>Office chair"
        "</cbc:Name></cac:Item></cac:LineItem>")
SUBSTITUTE = ("<cac:SellerSubstitutedLineItem><cbc:ID>1s</cbc:ID><cbc:LineExtensionAmount currencyID='EUR'>90.00</cbc:LineExtensionAmount><cac:Item>"
              "<cbc:Name>Firewall</cbc:Name></cac:Item></cac:SellerSubstitutedLineItem>")
SUB_LINES = (f'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" {UBL}><cbc:ID>V</cbc:ID><cbc:IssueDate>2026-03-01</cbc:IssueDate>'
             "<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:LineExtensionAmount currencyID='EUR'>100.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>Rack"
             "</cbc:Name></cac:Item><cac:SubInvoiceLine><cbc:ID>1.1</cbc:ID><cbc:LineExtensionAmount currencyID='EUR'>100.00</cbc:LineExtensionAmount>"
             "<cac:Item><cbc:Name>Firewall</cbc:Name></cac:Item></cac:SubInvoiceLine></cac:InvoiceLine></Invoice>")
CURRENCY_OF_SUM = "<E1EDS01><SUMID>002</SUMID><SUMME>57.99</SUMME><SUNIT>CNY</SUNIT></E1EDS01>"

# What it shows, the document, and (name of what comes out, its value) each.
ROWS = [
    ("a substitute is a variant of its line", order(LINE + SUBSTITUTE), {"items": 1, "category": HIT, "amount": "100.00"}),
    ("a sub-line is a variant, its money the line's", SUB_LINES, {"items": 1, "category": HIT, "amount": "100.00", "sum": "100.00"}),
    ("a translation is no second item", notice("Firewall", "Pare-feu, firewall"), {"items": 1, "category": HIT}),
    ("words of a translation are not the notice's", notice("Chaises", "Firewall"), {"items": 1, "category": None}),
    ("a supplier is known by its account", idoc(), {"supplier": "0000140344", "register": "0000140344"}),
    ("a word cut by TDLINE is one word", idoc(lines=[("Supply of a fire", "*"), ("wall", "=")]), {"category": HIT}),
    ("marks of TED do not cut words", notice('Fire<FT TYPE="SUP">wall</FT>'), {"category": HIT}),
    ("mixed content of cXML", cxml("<ShortName>Chair</ShortName>and a firewall"), {"category": HIT}),
    ("mixed content of cXML is not glued", cxml("<ShortName>Fire</ShortName>wall"), {"category": None}),
    ("escaped HTML inside a word", catalogue("&lt;b&gt;Fire&lt;/b&gt;wall"), {"category": HIT}),
    ("escaped HTML between words", catalogue("&lt;li&gt;Fire&lt;/li&gt;&lt;li&gt;wall&lt;/li&gt;"), {"category": None}),
    ("strings of JSON, escapes too", alibaba('{"a":{"b":["\\u9632\\u706b\\u5899"]}}'), {"category": HIT}),
    ("a decimal comma", native(item='name="防火墙" amount="1.234,50" currency="EUR"'), {"amount": "1234.50", "not_understood": None}),
    ("a mark that other numbers explain", native(item='name="防火墙" amount="1.234" price="2,50"'), {"amount": "1234", "not_understood": None}),
    ("a mark that other numbers contradict", native(item='name="防火墙" amount="1.234" price="2,50" quantity="1.5"'),
     {"not_understood": [("line 1 amount", "1.234")]}),
    ("a date without marks", idoc(date="20141110"), {"date": "2014-11-10", "not_understood": None}),
    ("a date that is none", idoc(date="20141340"), {"date": None, "not_understood": [("date", "20141340")]}),
    ("a zone east of Greenwich", native('date="2020-04-09+01:00"'), {"date": "2020-04-09"}),
    ("a zone west of Greenwich", native('date="2021-01-08T23:00:06-08:00"'), {"date": "2021-01-08"}),
    ("704 is no currency of this order", idoc("<CURCY>704</CURCY>", sums=CURRENCY_OF_SUM), {"currency": "CNY", "not_understood": None}),
    ("704 with nothing else is told", idoc("<CURCY>704</CURCY>"), {"not_understood": [("currency", "704")]}),
]


def look(lines):
    """What came out of a document, by the names that the rows use."""
    record = next(line for line in lines if line["type"] == "record")
    supplier = next((line for line in lines if line["type"] == "supplier"), {})
    item = record["items"][0]
    not_understood = [(place["field"], place["text"]) for place in record.get("not_understood", [])]
    return {"items": len(record["items"]), "category": item["category"], "amount": item["amount"], "date": record["date"],
            "currency": record["currency"], "supplier": record["supplier"]["id"], "register": supplier.get("id"),
            "sum": (supplier.get("purchases") or [{}])[0].get("amount"), "not_understood": not_understood or None}


HEADER = ('<Header><From><Credential domain="NetworkID"><Identity>b</Identity></Credential></From><To><Credential domain="DUNS"><Identity>s</Identity>'
          "</Credential></To></Header>")
SECRET = "The supplier shall keep all information of the buyer confidential and shall not disclose it."


def agreements():
    """Orders and agreements of cXML that refer to each other by the payloadID of the message, and the order's clause."""
    def message(payload, inside):
        return f'<cXML payloadID="{payload}" timestamp="2026-01-01T00:00:00Z">{HEADER}<Request>{inside}</Request></cXML>'

    def agreement(payload, number, comments, more=""):
        return message(payload, f'<MasterAgreementRequest><MasterAgreementRequestHeader agreementID="{number}" agreementDate="2026-01-02" {more}>'
                       f"<Comments>{comments}</Comments></MasterAgreementRequestHeader></MasterAgreementRequest>")

    def purchase(number, reference):
        return message(f"{number}@x", f'<OrderRequest><OrderRequestHeader orderID="{number}" orderDate="2026-02-01" {reference}/><ItemOut quantity="1" '
                       'lineNumber="1"><ItemDetail><Description>Firewall</Description></ItemDetail></ItemOut></OrderRequest>')
    documents = {"m1": agreement("m1@x", "MA-1", SECRET),
                 "m2": agreement("m2@x", "MA-2", "Prices hold until the end of the year.", 'parentAgreementPayloadID="m1@x"'),
                 "o1": purchase("O-1", 'agreementPayloadID="m1@x"'), "o2": purchase("O-2", 'agreementID="MA-2"'),
                 "o3": purchase("O-3", 'agreementID="MA-1" agreementPayloadID="replaced@x"'), "o4": purchase("O-4", 'agreementPayloadID="m9@x"')}
    return documents, {"O-1": "present", "O-2": "present", "O-3": "present", "O-4": "not-evaluable"}


def main(program, root):
    tap = Tap()
    environment = {**os.environ, "PROCSCREEN_DATA": os.path.abspath(root)}
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "document.xml"
        for name, document, wanted in ROWS:
            path.write_text(document, encoding="utf-8")
            done = subprocess.run([os.path.abspath(program), "screen", "-o", "ndjson", "-q", "-j", "1", path], capture_output=True,
                                  env=environment, timeout=120)
            try:
                got = look([json.loads(line) for line in done.stdout.decode().splitlines()])
            except StopIteration:
                tap.check(name, [done.stdout.decode(), done.stderr.decode()])
                continue
            tap.check(name, [f"{key}: {got[key]!r} instead of {value!r}" for key, value in wanted.items() if got[key] != value])
        path.unlink()
        documents, wanted = agreements()
        for name, document in documents.items():
            (pathlib.Path(folder) / f"{name}.xml").write_text(document, encoding="utf-8")
        done = subprocess.run([os.path.abspath(program), "screen", "-o", "ndjson", "-q", folder], capture_output=True, env=environment, timeout=120)
        records = [line for line in map(json.loads, done.stdout.decode().splitlines()) if line["type"] == "record"]
        got = {r["id"]: e["state"] for r in records for e in r["elements"] if e["element"] == "confidentiality" and r["kind"] == "order"}
        tap.check("agreements of cXML go by their payloadID too", [] if got == wanted else [f"{got} instead of {wanted}"])
    tap.finish()


main(*sys.argv[1:])
