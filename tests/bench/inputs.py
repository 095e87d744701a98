"""Makes what the benchmark reads: files of orders, and catalogs with more terms.

Everything is made up here from a seed, so that two runs read the same bytes.

SPDX-License-Identifier: Apache-2.0
"""

import pathlib
import random
import re
import shutil
import xml.etree.ElementTree as tree

CATALOG = "{urn:procscreen:catalog:1}"

# What is no network product: most lines of any buyer.
OTHER_THINGS = """Cable tray, galvanised|Hex bolt M12 zinc plated|Office chair with armrests|Copy paper A4 80 g|Safety shoes S3|Hydraulic hose DN 25|Ball valve PN 40
Diesel generator maintenance|Steel pipe seamless|Ceiling light LED 36 W|Bearing 6204-2RS|Gear oil ISO VG 220|Cleaning of offices|Coffee beans 1 kg|Fire extinguisher 6 kg
Pressure gauge 0-16 bar|Protective gloves nitrile|Welding electrode 3.2 mm|Concrete C30/37|Wood router bit 12 mm|Light switch two-way|Salad server set|Storage box 60 l|Door lock cylinder
Catering for meetings|Bus transfer of staff|Paint RAL 7035|Flange DN 100|Circulation pump 32-6|Filter bag F7|Ladder 3 x 9|Pallet truck 2.5 t|Mineral water 0.5 l|Printing of leaflets
不锈钢法兰|办公椅|电缆桥架|轴承 6204|液压软管|消防器材维护|保洁服务|食堂食材采购|劳保鞋|镀锌螺栓|柴油|配电箱安装|空调清洗|打印纸|会议桌""".replace("\n", "|").split("|")
# Lines that a screening must find.
PRODUCTS = """Core router with 16 slots|Layer 3 switch 48 x 10GbE|Next-generation firewall, 2 appliances|Rack server 2U, 2 x Xeon, 512 GB RAM|All-flash storage array 100 TB
Enterprise database licence, 32 cores|Elastic compute cloud service, 12 months|DWDM transport system|Intrusion prevention system|Backup appliance 96 TB
核心路由器|三层交换机 48口|防火墙 双机|机架式服务器 2*32C 512G|全闪存阵列 100TB|数据库管理系统 许可|云主机 租用|堡垒机|光传输设备|入侵防御系统""".replace("\n", "|").split("|")
UNITS = ("EA", "SET", "KGM", "MTR")
HEAD = ('<?xml version="1.0" encoding="UTF-8"?>\n<Orders xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
        'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">\n')


def party(role, name, number):
    return (f"  <cac:{role}>\n   <cac:Party>\n    <cac:PartyIdentification><cbc:ID schemeID=\"0088\">{number:013d}</cbc:ID></cac:PartyIdentification>\n"
            f"    <cac:PartyName><cbc:Name>{name}</cbc:Name></cac:PartyName>\n   </cac:Party>\n  </cac:{role}>\n")


def line(number, name, draw):
    quantity = draw.randint(1, 200)
    price = draw.randint(100, 900000) / 100
    unit = draw.choice(UNITS)
    return (f"  <cac:OrderLine>\n   <cac:LineItem>\n    <cbc:ID>{number}</cbc:ID>\n    <cbc:Quantity unitCode=\"{unit}\">{quantity}</cbc:Quantity>\n"
            f"    <cbc:LineExtensionAmount currencyID=\"CNY\">{quantity * price:.2f}</cbc:LineExtensionAmount>\n"
            f"    <cac:Price><cbc:PriceAmount currencyID=\"CNY\">{price:.2f}</cbc:PriceAmount></cac:Price>\n    <cac:Item>\n"
            f"     <cbc:Description>{name}, position {number}, delivered to the site and unloaded there</cbc:Description>\n     <cbc:Name>{name}</cbc:Name>\n"
            f"     <cac:SellersItemIdentification><cbc:ID>A-{draw.randint(10000, 99999)}</cbc:ID></cac:SellersItemIdentification>\n"
            "    </cac:Item>\n   </cac:LineItem>\n  </cac:OrderLine>\n")


def order(number, hits, draw):
    """One order of ten lines; `hits` is the share of lines that are network products."""
    supplier = draw.randint(1, 400)
    lines = "".join(line(i + 1, draw.choice(PRODUCTS if draw.random() < hits else OTHER_THINGS), draw) for i in range(10))
    return (' <Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2">\n'
            f"  <cbc:ID>PO-{number:08d}</cbc:ID>\n  <cbc:IssueDate>2026-{draw.randint(1, 11):02d}-{draw.randint(1, 28):02d}</cbc:IssueDate>\n"
            "  <cbc:DocumentCurrencyCode>CNY</cbc:DocumentCurrencyCode>\n"
            + party("BuyerCustomerParty", "Example Grid Company", 1) + party("SellerSupplierParty", f"Example Supplier {supplier}", 1000 + supplier)
            + lines + " </Order>\n")


def write_orders(path, size, hits=0.05, seed=1):
    """At least `size` bytes of orders in one file. Returns how many orders."""
    draw = random.Random(seed)
    count = 0
    with open(path, "w", encoding="utf-8") as out:
        out.write(HEAD)
        while out.tell() < size:
            out.write("".join(order(count + i, hits, draw) for i in range(50)))
            count += 50
        out.write("</Orders>\n")
    return count


def wordings(text):
    """The plain wordings of a term: `(un|)managed switch|hub` gives three."""
    def alternatives(at):
        done, current = [], [""]
        while at < len(text) and text[at] != ")":
            if text[at] == "|":
                done += current
                current = [""]
            elif text[at] == "(":
                inner, at = alternatives(at + 1)
                current = [head + tail for head in current for tail in inner]
            else:
                current = [head + text[at] for head in current]
            at += 1
        return done + current, at
    return alternatives(0)[0]


def terms(catalogs):
    """All terms of a folder of catalogs, each as its list of wordings."""
    return [wordings(term.text or "") for path in sorted(pathlib.Path(catalogs).glob("*.xml")) for term in tree.parse(path).iter(f"{CATALOG}term")]


def strange(text, copy):
    """A term like another that no text has: every word goes on with letters that follow no word."""
    return re.sub(r"[A-Za-z]+|[\u4e00-\u9fff]+", lambda word: word.group(0) + (f"qx{copy}z" if word.group(0).isascii() else f"\u4dae{chr(0x4e00 + copy)}\u4dae"), text)


def write_catalogs(catalogs, folder, times):
    """A folder of catalogs with `times` as many terms: each entry has its terms again in other words. Returns how many terms."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(catalogs, folder, ignore=shutil.ignore_patterns("formats"))
    tree.register_namespace("", CATALOG[1:-1])
    count = 0
    for path in sorted(pathlib.Path(folder).glob("*.xml")):
        document = tree.parse(path)
        for entry in document.iter(f"{CATALOG}entry"):
            originals = entry.findall(f"{CATALOG}term")
            count += times * sum(len(wordings(term.text or "")) for term in originals)
            for copy in range(1, times):
                for term in originals:
                    tree.SubElement(entry, term.tag, term.attrib).text = strange(term.text or "", copy)
        document.write(path, encoding="utf-8", xml_declaration=True)
    return count
