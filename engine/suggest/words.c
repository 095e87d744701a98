/* The words of names. To teach the draft a habit of naming, add the word to the row of its concept,
 * or a row to the part of whole names. Folded: lower case, letters without marks (ü is u), hanzi
 * simplified. A word of a compound ("bestell" in "Bestellnummer") stands as it does there.
 * SPDX-License-Identifier: Apache-2.0 */
#include "suggest/vocabulary.h"

#define S(symbol) PS_SAYS(symbol)

const ps_word_row ps_words[] = {
    /* kinds of documents */
    {S(ORDER),
     "order po purchaseorder purchase purord orders bestellung bestell auftrag "
     "auftrags commande pedido orden compra achat ordine bestelling 订单 采购订单 "
     "采购单 采购 订货 订购 dingdan caigou dingdanhao",
     0},
    {S(CONTRACT),
     "contract agreement vertrag vertrags contrat contrato kontrakt 合同 协议 契约 hetong", 0},
    {S(FRAMEWORK), "framework blanket outline rahmen rahmenvertrag 框架 框架协议 框架合同", 0},
    {S(INVOICE), "invoice facture factura rechnung rechnungs fattura 发票 fapiao", 0},
    {S(CATALOGUE), "catalog catalogue katalog pricelist 目录 价目", 0},
    {S(NOTICE), "notice tender award announcement ausschreibung 公告 招标 中标 采购公告", 0},
    {S(QUOTATION), "quotation quote rfq offer bid angebot devis oferta 报价 报价单 询价", 0},
    {S(PROJECT), "project projekt projet proyecto wbs 项目 工程 xiangmu", 0},
    {S(DESPATCH),
     "despatch dispatch receipt shipment asn grn lieferschein 入库 入库单 收货 到货 到货单 "
     "出库 dispatchnotification",
     0},
    {S(REQUEST), "requisition request demand 请购 申请 申请单 需求", 0},
    {S(DOCUMENT),
     "document doc record voucher bill form dokument beleg belegs transaction "
     "message 单据 单 凭证 表单 danju documento",
     0},
    /* parties */
    {S(BUYER),
     "buyer customer purchaser client orderer soldto billto besteller kaufer kunde "
     "kunden kundin auftraggeber acheteur cliente comprador acquirente purchasing "
     "buying operatingunit ou company mandant 采购方 买方 购方 购货方 购买方 购货单位 采购单位 "
     "采购组织 需方 甲方 客户 客商 委托方 招标人 订货单位 采购公司 公司 kehu invoicerecipient "
     "cessionario "
     "committente",
     0},
    {S(SUPPLIER),
     "supplier vendor ven vend vendr vndr supp suppl seller lieferant lieferanten kreditor "
     "kreditoren "
     "fournisseur vendeur proveedor fornitore contractor auftragnehmer winner "
     "leverancier 供应商 供货商 供方 卖方 销方 销货方 销售方 供货单位 厂商 乙方 承包商 承包方 "
     "中标人 服务商 gongyingshang "
     "biller cedente prestatore provider",
     0},
    {S(PARTY),
     "party partner organisation organization org partei firma partie tiers 单位 "
     "组织 机构",
     0},
    {S(ROLE), "role qualifier qualf parvw function partyrole rolle 角色", 0},
    {S(CONTACT),
     "contact person tel telephone phone fax mobile email mail user username "
     "operator createdby creator author approver requester requestor requisitioner "
     "ansprechpartner handler maker signer owner agent clerk salesman receiver "
     "consignee recipient attention attn 联系人 电话 手机 传真 邮箱 制单人 经办人 审核人 业务员 "
     "采购员 "
     "收货人 开票人 收款人 复核人 签收人 申请人 负责人 操作员 录入人 审批人 创建人 修改人 "
     "lianxiren",
     0},
    {S(ADDRESS),
     "address addr location site warehouse plant adresse direccion 地址 仓库 库位 dizhi "
     "cangku indirizzo",
     0},
    {S(PLACE),
     "street city town zip postal postcode postalcode region province state district "
     "building strasse ort plz rue ville calle ciudad comune cap 城市 省份 省 市 邮编 街道",
     0},
    {S(BANK),
     "bank iban bic swift bankaccount accountnumber konto 银行 开户行 账号 银行账号 "
     "开户银行 账户 financial",
     0},
    {S(SECRET),
     "password passwd pwd secret sharedsecret token credential credentials apikey "
     "signature sign card cardnumber cvv pin passwort kennwort contrasena 密码 口令 "
     "密钥 签名 令牌 卡号 身份证 mima",
     0},
    /* lines and items */
    {S(ITEM),
     "item product material matl materiel article goods inventory invt inv part sku commodity "
     "artikel produkt ware articulo producto produit prodotto service merchandise "
     "stock mat prod 物料 物资 产品 商品 货物 存货 货品 材料 标的 服务 设备 品目 wuliao",
     0},
    {S(LINE),
     "line row entry detail position pos posten positions lineitem lin ligne linea "
     "zeile riga seq sequence lines rows entries details ln 行 明细 分录 序号 行项目 子表 清单 "
     "条目 hang mingxi xuhao",
     0},
    {S(LIST), "list body array set collection liste lista 列表 表体", 0},
    {S(HEAD), "head header kopf headers main master entete cabecera 表头 主表 头 抬头", 0},
    {S(NUMBER),
     "number no nr num id numero nummer nbr identifier ident identification seqno "
     "numb numer 编号 号 号码 单号 bianhao",
     0},
    {S(CODE), "code cd schluessel kode codigo 编码 代码 码 bianma daima", 0},
    {S(NAME),
     "name title nm bezeichnung designation nom nombre benennung titel fullname "
     "shortname names 名称 名 品名 简称 全称 mingcheng denominazione ragionesociale",
     0},
    {S(DESCRIPTION),
     "description desc descr dscr descrip text txt beschreibung libelle descripcion descrizione "
     "denominacion kurztext langtext shorttext longtext 描述 说明 摘要 内容 miaoshu shuoming "
     "dscription",
     0},
    {S(SPECIFICATION),
     "specification spec specs std technical 规格 技术参数 技术要求 配置 参数 guige", 0},
    {S(MODEL), "model modell modele modelo modello 型号 机型 xinghao", 0},
    {S(MANUFACTURER),
     "manufacturer mfr mfg mfrname maker producer hersteller fabricant fabricante "
     "produttore 制造商 生产商 生产厂家 生产厂商 制造厂商 厂家 产地厂家 shengchanshang",
     0},
    {S(BRAND), "brand marke marque marca trademark 品牌 商标 pinpai", 0},
    {S(NOTE),
     "note notes remark remarks comment comments memo memos annotation bemerkung "
     "bemerkungen notiz hinweis remarque commentaire observacion observaciones nota "
     "notas 备注 附言 注释 批注 beizhu",
     0},
    {S(TERMS),
     "terms term conditions condition payment incoterms warranty bedingungen "
     "zahlungsbedingungen bedingung condiciones paiement pago 条款 付款条件 付款方式 条件 质保 "
     "保修 违约责任 tiaokuan",
     0},
    {S(CLAUSE),
     "clause clauses content paragraph section bodytext klausel 正文 条文 合同条款 "
     "合同内容",
     0},
    {S(DATE),
     "date day dt datum datums fecha jour data dat datetime when 日期 时间 年月日 日 riqi "
     "shijian",
     0},
    {S(DELIVERY),
     "delivery deliver delivered ship shipping shipto arrival receive required "
     "liefer lieferung livraison entrega 交货 交付 到货 送货 发货 jiaohuo",
     0},
    {S(DUE),
     "due valid validity expiry expire expires start end from to until effective "
     "created creation modified modify updated update changed approved audit print "
     "posting promised close closed cancel required needby birth begin change last "
     "received 生效 失效 截止 开始 结束 审核 审批 创建 修改 到期 计划 要求 有效期 变更 登记 录入 "
     "更新",
     0},
    /* numbers */
    {S(QUANTITY),
     "quantity qty quan menge mengen quantite cantidad quantita count anzahl pieces "
     "数量 件数 shuliang nb",
     0},
    {S(UNIT),
     "unit uom um einheit unite unidad measure unitcode unitofmeasure mengeneinheit "
     "meins units 单位 计量单位 计量 danwei",
     0},
    {S(PRICE),
     "price cost rateper preis einzelpreis stuckpreis stueckpreis prix precio prezzo "
     "unitprice 单价 价格 价 danjia",
     0},
    {S(BASE), "base per basis preiseinheit priceunit basequantity", 0},
    {S(AMOUNT),
     "amount amt money sum netvalue totalvalue linevalue ordervalue extended betrag "
     "summe montant importe importo valor nettowert wert 金额 总额 价款 合价 小计 总价 jine",
     0},
    {S(TOTAL), "total totals grand gesamt gesamtbetrag totale summary 合计 总计 总 价税合计 heji",
     0},
    {S(TAX), "tax vat steuer mwst taxe iva tva impuesto imposta duty 税额 税 税金 shuie", 0},
    {S(RATE),
     "rate percent percentage discount rebate rabatt exchange kurs 税率 汇率 折扣 扣率 "
     "比例",
     0},
    {S(INCLUDING),
     "incl including inclusive net gross netto brutto withtax 含税 不含税 未税 无税 原币 本币", 0},
    {S(CURRENCY),
     "currency curr cur ccy waehrung wahrung devise moneda monnaie valuta waers "
     "curcy 币种 货币 币别 bizhong",
     0},
    {S(COUNTRY), "country nation land pays pais origin herkunftsland 国家 国别 产地 原产地 guojia",
     0},
    {S(DEPARTMENT),
     "department dept costcenter costcentre kostenstelle abteilung division 部门 "
     "科室 需求部门 使用部门 申请部门 bumen",
     0},
    {S(CLASS),
     "class classification category unspsc cpv commoditycode group family "
     "warengruppe klasse classe categorie categoria segment hs taxonomy 分类 类别 类 "
     "品类 目录编码 品目编码 税收分类编码 leibie",
     0},
    {S(STANDARD), "gtin ean upc barcode isbn 条码 条形码", 0},
    {S(PROPERTY),
     "property feature attribute attr characteristic parameter param custom udf "
     "extension merkmal caracteristique 属性 特性 自定义项 扩展",
     0},
    {S(VALUE), "value val content wert valeur 值", 0},
    {S(KEY),
     "key field fld column col fieldname colname tag label feld columna champ campo "
     "字段 字段名 键",
     0},
    {S(ATTACHMENT),
     "attachment attachments file enclosure filename anhang anlage fichier adjunto "
     "mime 附件 文件 附件名称 fujian",
     0},
    {S(ADDRESS_OF_FILE), "uri url href link path 链接", 0},
    {S(REFERENCE),
     "reference ref referenz refs source related parent original origin 来源 引用 关联 "
     "上级 源单",
     0},
    {S(TAX_NUMBER),
     "taxno taxid taxnumber taxpayer vatid vatno vatnumber uscc creditcode lei duns "
     "gln companyid registration steuernummer ustid ustidnr siret siren nif cif rfc "
     "nit ruc partitaiva 税号 纳税人识别号 统一社会信用代码 社会信用代码 信用代码 识别号 "
     "组织机构代码 shuihao",
     0},
    {S(ACCOUNT), "account acct 账套 客商编码", 0},
    {S(LANGUAGE), "language lang locale sprache langue idioma 语言", 0},
    {S(STATUS),
     "status type typ kind flag guid uuid hash checksum system sys interface control "
     "envelope sender receiver timestamp session trace 状态 标志 标识 状态码 scheme agency "
     "edidc edidc40 listid listname",
     0},
    {S(VERSION), "version revision release ver rev 版本", 0},
    {S(TIME), "time hour uhrzeit zeit heure hora", 0},
    /* words that say two things at once */
    {S(TAX) | S(NUMBER), "steuernr", 0},
    {S(ORDER) | S(NUMBER), "bestellnr bestellnummer auftragsnummer 订单号 订单编号 采购单号", 0},
    {S(DOCUMENT) | S(NUMBER), "单据号 单据编号 单号 belegnummer belegnr billno docno", 0},
    {S(ITEM) | S(NAME), "品名 货名 artikelbezeichnung", 0},
    {S(SUPPLIER) | S(PARTY), "供货单位 供应单位", 0},
    {S(BUYER) | S(PARTY), "购货单位 采购单位 订货单位", 0},
    {S(TAX) | S(RATE), "税率 taxrate", 0},
    {S(AMOUNT) | S(TOTAL), "总金额 价税合计 合计金额 总价 订单金额 合同金额 grandtotal totalamount",
     0},
    {S(UNIT) | S(PRICE), "unitprice unitcost stuckpreis stueckpreis einzelpreis 含税单价 单价", 0},
    /* words that say nothing, so that they do not count as unknown */
    {0,
     "the of de la le du des fur und and y for is der die das v t f fk pk str int "
     "dec dbl tbl cust my new info information data full short basic daten del von "
     "zu cac cbc ns node main elem element external internal 信息 数据 的 基本 issue issued",
     0},
    /* whole names: initials of pinyin as Chinese ERP systems write them */
    {S(ORDER) | S(NUMBER), "ddh ddbh cgddh cgdh cgdbh dhdh", 1},
    {S(DOCUMENT) | S(NUMBER), "djh djbh dh dbh", 1},
    {S(ORDER) | S(DATE), "ddrq cgrq dhrq", 1},
    {S(DOCUMENT) | S(DATE), "djrq zdrq rq kprq", 1},
    {S(CONTRACT) | S(NUMBER), "hth htbh", 1},
    {S(CONTRACT) | S(NAME), "htmc", 1},
    {S(CONTRACT) | S(DATE), "htrq qdrq", 1},
    {S(INVOICE) | S(NUMBER), "fph fphm fpdm", 1},
    {S(SUPPLIER), "gys ghs ghdw", 1},
    {S(SUPPLIER) | S(NAME), "gysmc ghsmc ghdwmc xfmc xsfmc cardname", 1},
    {S(SUPPLIER) | S(CODE), "gysbm gysbh gysdm gysid", 1},
    {S(SUPPLIER) | S(TAX_NUMBER), "gyssh xfsh xsfnsrsbh gysxydm", 1},
    {S(BUYER), "cgf cgdw kh mf", 1},
    {S(BUYER) | S(NAME), "cgdwmc cgfmc khmc gfmc gmfmc dwmc gsmc", 1},
    {S(BUYER) | S(CODE), "khbm khbh cgdwbm", 1},
    {S(BUYER) | S(TAX_NUMBER), "gfsh gmfnsrsbh khsh", 1},
    {S(ITEM) | S(NAME), "wlmc wzmc spmc hwmc cpmc chmc pm mc clmc", 1},
    {S(ITEM) | S(CODE), "wlbm wlbh wzbm spbm spbh hwbm cpbm chbm wldm", 1},
    {S(ITEM) | S(DESCRIPTION), "wlms ms wlsm", 1},
    {S(SPECIFICATION), "gg ggxh wlgg", 1},
    {S(MODEL), "xh wlxh", 1},
    {S(BRAND), "pp", 1},
    {S(MANUFACTURER), "sccj zzs scs cj", 1},
    {S(QUANTITY), "sl cgsl ddsl", 1},
    {S(UNIT), "dw jldw jldwmc", 1},
    {S(UNIT) | S(PRICE), "dj hsdj bhsdj wsdj", 1},
    {S(AMOUNT), "je hsje bhsje hjje xj", 1},
    {S(AMOUNT) | S(TOTAL), "zje zj jshj hj ddje htje", 1},
    {S(TAX), "se", 1},
    {S(TAX) | S(RATE), "slv shuilv", 1},
    {S(CURRENCY), "bz hb", 1},
    {S(LINE) | S(NUMBER), "xh hh hxh mxxh ddhh rowno", 1},
    {S(LINE), "mx ddmx djmx cgmx cgddmx", 1},
    {S(NOTE), "bz bzxx beiz bzsm", 1},
    {S(DEPARTMENT), "bm bmmc sybm xqbm", 1},
    {S(DELIVERY) | S(DATE), "jhrq yjdhrq", 1},
    {S(PROJECT) | S(NAME), "xmmc", 1},
    {S(PROJECT) | S(NUMBER), "xmbh xmbm", 1},
    {S(CLASS), "wllb fl lb flmc", 1},
    {S(CONTACT), "zdr jbr cgy ywy lxr lxdh shr", 1},
    /* whole names: SAP */
    {S(ORDER) | S(NUMBER), "ebeln bstnk bstkd", 1},
    {S(DOCUMENT) | S(NUMBER), "belnr vbeln docnum", 1},
    {S(ORDER) | S(DATE), "bedat bstdk", 1},
    {S(DOCUMENT) | S(DATE), "aedat audat bldat fkdat datum", 1},
    {S(SUPPLIER) | S(CODE), "lifnr elifn", 1},
    {S(SUPPLIER) | S(NAME), "namelifnr lifnam", 1},
    {S(BUYER) | S(CODE), "bukrs ekorg kunnr", 1},
    {S(BUYER) | S(NAME), "butxt ekotx", 1},
    {S(NAME), "name1 name2 orgname", 1},
    {S(LINE) | S(NUMBER), "ebelp posex posnr buzei", 1},
    {S(ITEM) | S(NAME), "txz01 maktx arktx ktext", 1},
    {S(ITEM) | S(CODE), "matnr idnlf idtnr ematn", 1},
    {S(MANUFACTURER) | S(NUMBER), "mfrpn mfrnr", 1},
    {S(QUANTITY), "bstmg ktmng", 1},
    {S(UNIT), "meins bstme vrkme menee gewei", 1},
    {S(UNIT) | S(PRICE), "netpr vprei preis", 1},
    {S(PRICE) | S(BASE), "peinh kpein", 1},
    {S(AMOUNT), "netwr brtwr effwr rlwrt", 1},
    {S(DELIVERY) | S(DATE), "eindt edatu", 1},
    {S(CONTRACT) | S(NUMBER), "konnr vertn", 1},
    {S(CLASS) | S(CODE), "matkl", 1},
    {S(NOTE), "tdline", 1},
    {S(ROLE), "parvw", 1},
    {S(PARTY) | S(NUMBER), "partn", 1},
    /* whole names: Oracle and others */
    {S(ORDER) | S(NUMBER), "segment1 pohdrnum ponum", 1},
    {S(ITEM) | S(NAME), "itemdesc itmdsc itemdescription", 1},
    {S(UNIT), "unitmeaslookupcode", 1},
    {S(NOTE), "notetovendor", 1},
    {S(DOCUMENT) | S(NUMBER), "fbillno vbillcode", 1},
    {S(LINE) | S(NUMBER), "crowno fseq fentryid linenum", 1},
    {S(SUPPLIER) | S(NAME), "cvenabbname", 1},
    {S(SPECIFICATION), "cinvstd fmodel invstd", 1},
    {S(UNIT), "cinvmunit ccomunitname", 1},
    {S(AMOUNT), "isum inatsum imoney", 1},
    {0, NULL, 0},
};
