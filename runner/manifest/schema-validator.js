// Generated from schemas/manifest.schema.json by scripts/manifest-validator.mjs. Do not edit.
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
var Pe=(r,s)=>()=>{try{return s||r((s={exports:{}}).exports,s),s.exports}catch(c){throw s=0,c}};var ve=Pe((Be,$e)=>{"use strict";$e.exports=function r(s,c){if(s===c)return!0;if(s&&c&&typeof s=="object"&&typeof c=="ob\
ject"){if(s.constructor!==c.constructor)return!1;var m,l,p;if(Array.isArray(s)){if(m=s.length,m!=c.length)return!1;for(l=
m;l--!==0;)if(!r(s[l],c[l]))return!1;return!0}if(s.constructor===RegExp)return s.source===c.source&&s.flags===c.flags;if(s.
valueOf!==Object.prototype.valueOf)return s.valueOf()===c.valueOf();if(s.toString!==Object.prototype.toString)return s.toString()===
c.toString();if(p=Object.keys(s),m=p.length,m!==Object.keys(c).length)return!1;for(l=m;l--!==0;)if(!Object.prototype.hasOwnProperty.
call(c,p[l]))return!1;for(l=m;l--!==0;){var e=p[l];if(!r(s[e],c[e]))return!1}return!0}return s!==s&&c!==c}});var be=Pe(ye=>{"use strict";Object.defineProperty(ye,"__esModule",{value:!0});var we=ve();we.code='require("ajv/dist/run\
time/equal").default';ye.default=we});var He=he,Ke=he;var Ie={title:"Manifest that extends another",description:"Maps are merged key by key; lists and single values replace t\
hose of the other file. The merged manifest is checked by `reprise check`.",type:"object",required:["extends","id"],additionalProperties:!1,
properties:{extends:{$ref:"#/$defs/extends"},id:{$ref:"#/$defs/id"},title:{$ref:"#/$defs/title"},paper:!0,engine:{$ref:"\
#/$defs/engine"},task:!0,space:!0,seedSets:!0,methods:!0,stages:!0,reports:!0,limits:!0,profiles:{$ref:"#/$defs/profiles"}}},
H=Object.prototype.hasOwnProperty;var Ne=new RegExp("\\.yaml$","u");function K(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){
let e=null,i=0,a=K.evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),typeof r=="string"){if(!Ne.
test(r)){let t={instancePath:s,schemaPath:"#/pattern",keyword:"pattern",params:{pattern:"\\.yaml$"}};e===null?e=[t]:e.push(
t),i++}}else{let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),i++}
return K.errors=e,i===0}K.evaluated={dynamicProps:!1,dynamicItems:!1};var Ce=new RegExp("^[a-z0-9]+(-[a-z0-9]+)*$","u");function O(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,
dynamicAnchors:p={}}={}){let e=null,i=0,a=O.evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),
typeof r=="string"){if(!Ce.test(r)){let t={instancePath:s,schemaPath:"#/pattern",keyword:"pattern",params:{pattern:"^[a-\
z0-9]+(-[a-z0-9]+)*$"}};e===null?e=[t]:e.push(t),i++}}else{let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{
type:"string"}};e===null?e=[t]:e.push(t),i++}return O.errors=e,i===0}O.evaluated={dynamicProps:!1,dynamicItems:!1};var je=new RegExp("\\S","u");function A(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){
let e=null,i=0,a=A.evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),typeof r=="string"){if(!je.
test(r)){let t={instancePath:s,schemaPath:"#/pattern",keyword:"pattern",params:{pattern:"\\S"}};e===null?e=[t]:e.push(t),
i++}}else{let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),i++}
return A.errors=e,i===0}A.evaluated={dynamicProps:!1,dynamicItems:!1};var Re={title:"Engine",description:"What computes \
the tensors. `wasm` gives the same bytes on every machine; `cpu` is a slow reference.",type:"string",enum:["wasm","cpu"],
default:"wasm"};function F(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){
let e=null,i=0,a=F.evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),typeof r!="string"){let t={
instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),i++}if(!(r==="wasm"||
r==="cpu")){let t={instancePath:s,schemaPath:"#/enum",keyword:"enum",params:{allowedValues:Re.enum}};e===null?e=[t]:e.push(
t),i++}return F.errors=e,i===0}F.evaluated={dynamicProps:!1,dynamicItems:!1};var Me=new RegExp("^[A-Za-z][A-Za-z0-9_-]*$","u");function P(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,
dynamicAnchors:p={}}={}){let e=null,i=0,a=P.evaluated;a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0);
let t=i,n=i;if(!(r==="constructor"||r==="hasOwnProperty"||r==="isPrototypeOf"||r==="propertyIsEnumerable"||r==="toLocale\
String"||r==="toString"||r==="valueOf")){let o={};e===null?e=[o]:e.push(o),i++}var f=n===i;if(f){let o={instancePath:s,schemaPath:"\
#/not",keyword:"not",params:{}};e===null?e=[o]:e.push(o),i++}else i=t,e!==null&&(t?e.length=t:e=null);if(typeof r=="stri\
ng"){if(!Me.test(r)){let o={instancePath:s,schemaPath:"#/pattern",keyword:"pattern",params:{pattern:"^[A-Za-z][A-Za-z0-9\
_-]*$"}};e===null?e=[o]:e.push(o),i++}}else{let o={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"strin\
g"}};e===null?e=[o]:e.push(o),i++}return P.errors=e,i===0}P.evaluated={dynamicProps:!1,dynamicItems:!1};function T(r,{instancePath:s="",
parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=T.evaluated;if(a.dynamicProps&&
(a.props=void 0),a.dynamicItems&&(a.items=void 0),r&&typeof r=="object"&&!Array.isArray(r)){for(let f in r){let o=i;P(f,
{instancePath:s,parentData:r,parentDataProperty:m,rootData:l,dynamicAnchors:p})||(e=e===null?P.errors:e.concat(P.errors),
i=e.length);let u=i,h=i;if(f!=="base"){let y={};e===null?e=[y]:e.push(y),i++}var t=h===i;if(t){let y={instancePath:s,schemaPath:"\
#/propertyNames/not",keyword:"not",params:{},propertyName:f};e===null?e=[y]:e.push(y),i++}else i=u,e!==null&&(u?e.length=
u:e=null);var n=o===i;if(!n){let y={instancePath:s,schemaPath:"#/propertyNames",keyword:"propertyNames",params:{propertyName:f}};
e===null?e=[y]:e.push(y),i++}}for(let f in r){let o=r[f];if(!(o&&typeof o=="object"&&!Array.isArray(o))){let u={instancePath:s+
"/"+f.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/additionalProperties/type",keyword:"type",params:{type:"objec\
t"}};e===null?e=[u]:e.push(u),i++}}}else{let f={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};
e===null?e=[f]:e.push(f),i++}return T.errors=e,i===0}T.evaluated={props:!0,dynamicProps:!1,dynamicItems:!1};function X(r,{
instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=X.evaluated;if(a.
dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),r&&typeof r=="object"&&!Array.isArray(r)){if(r.extends===
void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"extends"}};e===null?e=
[t]:e.push(t),i++}if(r.id===void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"\
id"}};e===null?e=[t]:e.push(t),i++}for(let t in r)if(!H.call(Ie.properties,t)){let n={instancePath:s,schemaPath:"#/addit\
ionalProperties",keyword:"additionalProperties",params:{additionalProperty:t}};e===null?e=[n]:e.push(n),i++}r.extends!==
void 0&&(K(r.extends,{instancePath:s+"/extends",parentData:r,parentDataProperty:"extends",rootData:l,dynamicAnchors:p})||
(e=e===null?K.errors:e.concat(K.errors),i=e.length)),r.id!==void 0&&(O(r.id,{instancePath:s+"/id",parentData:r,parentDataProperty:"\
id",rootData:l,dynamicAnchors:p})||(e=e===null?O.errors:e.concat(O.errors),i=e.length)),r.title!==void 0&&(A(r.title,{instancePath:s+
"/title",parentData:r,parentDataProperty:"title",rootData:l,dynamicAnchors:p})||(e=e===null?A.errors:e.concat(A.errors),
i=e.length)),r.engine!==void 0&&(F(r.engine,{instancePath:s+"/engine",parentData:r,parentDataProperty:"engine",rootData:l,
dynamicAnchors:p})||(e=e===null?F.errors:e.concat(F.errors),i=e.length)),r.profiles!==void 0&&(T(r.profiles,{instancePath:s+
"/profiles",parentData:r,parentDataProperty:"profiles",rootData:l,dynamicAnchors:p})||(e=e===null?T.errors:e.concat(T.errors),
i=e.length))}else{let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[t]:e.push(
t),i++}return X.errors=e,i===0}X.evaluated={props:!0,dynamicProps:!1,dynamicItems:!1};var Ae={title:"Manifest",description:"\
The keys of a manifest.",type:"object",required:["id","title","task","space","seedSets","methods","stages"],additionalProperties:!1,
properties:{id:{$ref:"#/$defs/id"},title:{$ref:"#/$defs/title"},paper:{$ref:"#/$defs/paper"},engine:{$ref:"#/$defs/engin\
e"},task:{$ref:"#/$defs/task"},space:{$ref:"#/$defs/space"},seedSets:{title:"Seed sets",description:"Named lists of seed\
s. Every method runs once for each seed of each set, and no seed belongs to two sets.",type:"object",minProperties:1,propertyNames:{
$ref:"#/$defs/name"},additionalProperties:{$ref:"#/$defs/seedSet"},examples:[{first:[1,2,3,4],second:{from:101,count:4}}]},
methods:{title:"Methods",description:"The methods that are compared, under names of your choice.",type:"object",minProperties:1,
propertyNames:{$ref:"#/$defs/name"},additionalProperties:{$ref:"#/$defs/method"}},stages:{title:"Stages",description:"Wh\
at is done with each method and seed set: first a search, then any number of stages that train what an earlier stage fou\
nd.",type:"object",minProperties:1,propertyNames:{$ref:"#/$defs/name"},additionalProperties:{$ref:"#/$defs/stage"}},reports:{
title:"Reports",description:"Tables computed from the records of the jobs.",type:"object",propertyNames:{$ref:"#/$defs/n\
ame"},additionalProperties:{$ref:"#/$defs/report"},default:{}},limits:{$ref:"#/$defs/limits"},profiles:{$ref:"#/$defs/pr\
ofiles"}}},ze={title:"Paper",description:"The publication whose result is rerun.",type:["object","null"],additionalProperties:!1,
properties:{title:{description:"Its title.",type:"string"},authors:{description:"Its authors, separated by commas.",type:"\
string"},year:{description:"Year of publication.",type:"integer",minimum:1900},arxiv:{description:"arXiv number, in quot\
es, since YAML reads it as a number otherwise.",type:"string",pattern:"^([0-9]{4}\\.[0-9]{4,5}|[a-z-]+(\\.[A-Z]{2})?/[0-9]\
{7})(v[0-9]+)?$","x-expected":'an arXiv number in quotes, such as "1902.07638"',examples:["1902.07638"]},table:{description:"\
Number of the table, in quotes.",type:"string",examples:["5"]}},default:null},Ee=new RegExp("^([0-9]{4}\\.[0-9]{4,5}|[a-z\
-]+(\\.[A-Z]{2})?/[0-9]{7})(v[0-9]+)?$","u");function Y(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,
dynamicAnchors:p={}}={}){let e=null,i=0,a=Y.evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),
!(r&&typeof r=="object"&&!Array.isArray(r))&&r!==null){let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{
type:ze.type}};e===null?e=[t]:e.push(t),i++}if(r&&typeof r=="object"&&!Array.isArray(r)){for(let t in r)if(!(t==="title"||
t==="authors"||t==="year"||t==="arxiv"||t==="table")){let n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:t}};e===null?e=[n]:e.push(n),i++}if(r.title!==void 0&&typeof r.title!="\
string"){let t={instancePath:s+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{type:"string"}};e===
null?e=[t]:e.push(t),i++}if(r.authors!==void 0&&typeof r.authors!="string"){let t={instancePath:s+"/authors",schemaPath:"\
#/properties/authors/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),i++}if(r.year!==void 0){let t=r.
year;if(!(typeof t=="number"&&!(t%1)&&!isNaN(t)&&isFinite(t))){let n={instancePath:s+"/year",schemaPath:"#/properties/ye\
ar/type",keyword:"type",params:{type:"integer"}};e===null?e=[n]:e.push(n),i++}if(typeof t=="number"&&isFinite(t)&&(t<1900||
isNaN(t))){let n={instancePath:s+"/year",schemaPath:"#/properties/year/minimum",keyword:"minimum",params:{comparison:">=",
limit:1900}};e===null?e=[n]:e.push(n),i++}}if(r.arxiv!==void 0){let t=r.arxiv;if(typeof t=="string"){if(!Ee.test(t)){let n={
instancePath:s+"/arxiv",schemaPath:"#/properties/arxiv/pattern",keyword:"pattern",params:{pattern:"^([0-9]{4}\\.[0-9]{4,5\
}|[a-z-]+(\\.[A-Z]{2})?/[0-9]{7})(v[0-9]+)?$"}};e===null?e=[n]:e.push(n),i++}}else{let n={instancePath:s+"/arxiv",schemaPath:"\
#/properties/arxiv/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}}if(r.table!==void 0&&typeof r.
table!="string"){let t={instancePath:s+"/table",schemaPath:"#/properties/table/type",keyword:"type",params:{type:"string"}};
e===null?e=[t]:e.push(t),i++}}return Y.errors=e,i===0}Y.evaluated={props:!0,dynamicProps:!1,dynamicItems:!1};var ke={title:"\
Task",description:"What the networks learn.",type:"object",required:["kind","data"],additionalProperties:!1,properties:{
kind:{title:"Task kind",description:"What kind of problem it is.",type:"string",enum:["image-classification"]},data:{title:"\
Data set",description:"The images. `textures10` is generated; the others are added with `reprise data add`.",type:"strin\
g",enum:["textures10","optdigits","cifar10"],examples:["cifar10"]},trainPortion:{title:"Training portion",description:"P\
art of the training images that trains while an architecture is searched or selected; the rest validates.",type:"number",
exclusiveMinimum:0,exclusiveMaximum:1,default:.5}},examples:[{kind:"image-classification",data:"cifar10",trainPortion:.5}]};
function G(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=G.
evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),r&&typeof r=="object"&&!Array.isArray(r)){
if(r.kind===void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"kind"}};e===
null?e=[t]:e.push(t),i++}if(r.data===void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"\
data"}};e===null?e=[t]:e.push(t),i++}for(let t in r)if(!(t==="kind"||t==="data"||t==="trainPortion")){let n={instancePath:s,
schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:t}};e===null?e=[n]:e.push(
n),i++}if(r.kind!==void 0){let t=r.kind;if(typeof t!="string"){let n={instancePath:s+"/kind",schemaPath:"#/properties/ki\
nd/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(t!=="image-classification"){let n={instancePath:s+
"/kind",schemaPath:"#/properties/kind/enum",keyword:"enum",params:{allowedValues:ke.properties.kind.enum}};e===null?e=[n]:
e.push(n),i++}}if(r.data!==void 0){let t=r.data;if(typeof t!="string"){let n={instancePath:s+"/data",schemaPath:"#/prope\
rties/data/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(t==="textures10"||t==="optdigi\
ts"||t==="cifar10")){let n={instancePath:s+"/data",schemaPath:"#/properties/data/enum",keyword:"enum",params:{allowedValues:ke.
properties.data.enum}};e===null?e=[n]:e.push(n),i++}}if(r.trainPortion!==void 0){let t=r.trainPortion;if(typeof t=="numb\
er"&&isFinite(t)){if(t>=1||isNaN(t)){let n={instancePath:s+"/trainPortion",schemaPath:"#/properties/trainPortion/exclusi\
veMaximum",keyword:"exclusiveMaximum",params:{comparison:"<",limit:1}};e===null?e=[n]:e.push(n),i++}if(t<=0||isNaN(t)){let n={
instancePath:s+"/trainPortion",schemaPath:"#/properties/trainPortion/exclusiveMinimum",keyword:"exclusiveMinimum",params:{
comparison:">",limit:0}};e===null?e=[n]:e.push(n),i++}}else{let n={instancePath:s+"/trainPortion",schemaPath:"#/properti\
es/trainPortion/type",keyword:"type",params:{type:"number"}};e===null?e=[n]:e.push(n),i++}}}else{let t={instancePath:s,schemaPath:"\
#/type",keyword:"type",params:{type:"object"}};e===null?e=[t]:e.push(t),i++}return G.errors=e,i===0}G.evaluated={props:!0,
dynamicProps:!1,dynamicItems:!1};var We={title:"Search space",description:"The architectures that can be found.",type:"o\
bject",required:["name"],additionalProperties:!1,properties:{name:{title:"Space",description:"`darts-cnn`: the normal an\
d reduction cells of DARTS.",type:"string",enum:["darts-cnn"]}},examples:[{name:"darts-cnn"}]};function J(r,{instancePath:s="",
parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=J.evaluated;if(a.dynamicProps&&
(a.props=void 0),a.dynamicItems&&(a.items=void 0),r&&typeof r=="object"&&!Array.isArray(r)){if(r.name===void 0){let t={instancePath:s,
schemaPath:"#/required",keyword:"required",params:{missingProperty:"name"}};e===null?e=[t]:e.push(t),i++}for(let t in r)
if(t!=="name"){let n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:t}};
e===null?e=[n]:e.push(n),i++}if(r.name!==void 0){let t=r.name;if(typeof t!="string"){let n={instancePath:s+"/name",schemaPath:"\
#/properties/name/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(t!=="darts-cnn"){let n={instancePath:s+
"/name",schemaPath:"#/properties/name/enum",keyword:"enum",params:{allowedValues:We.properties.name.enum}};e===null?e=[n]:
e.push(n),i++}}}else{let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[t]:e.push(
t),i++}return J.errors=e,i===0}J.evaluated={props:!0,dynamicProps:!1,dynamicItems:!1};function _(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=_.
evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&
isFinite(r))){let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"integer"}};e===null?e=[t]:e.push(t),
i++}if(typeof r=="number"&&isFinite(r)){if(r>4294967295||isNaN(r)){let t={instancePath:s,schemaPath:"#/maximum",keyword:"\
maximum",params:{comparison:"<=",limit:4294967295}};e===null?e=[t]:e.push(t),i++}if(r<0||isNaN(r)){let t={instancePath:s,
schemaPath:"#/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[t]:e.push(t),i++}}return _.errors=
e,i===0}_.evaluated={dynamicProps:!1,dynamicItems:!1};var qe=be().default;function U(r,{instancePath:s="",parentData:c,parentDataProperty:m,
rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=U.evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.
items=void 0),Array.isArray(r)){if(r.length<1){let o={instancePath:s,schemaPath:"#/minItems",keyword:"minItems",params:{
limit:1}};e===null?e=[o]:e.push(o),i++}let t=r.length;for(let o=0;o<t;o++)_(r[o],{instancePath:s+"/"+o,parentData:r,parentDataProperty:o,
rootData:l,dynamicAnchors:p})||(e=e===null?_.errors:e.concat(_.errors),i=e.length);let n=r.length,f;if(n>1){e:for(;n--;)
for(f=n;f--;)if(qe(r[n],r[f])){let o={instancePath:s,schemaPath:"#/uniqueItems",keyword:"uniqueItems",params:{i:n,j:f}};
e===null?e=[o]:e.push(o),i++;break e}}}else{let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"array"}};
e===null?e=[t]:e.push(t),i++}return U.errors=e,i===0}U.evaluated={items:!0,dynamicProps:!1,dynamicItems:!1};function L(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=L.
evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&
isFinite(r))){let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"integer"}};e===null?e=[t]:e.push(t),
i++}if(typeof r=="number"&&isFinite(r)){if(r>1e6||isNaN(r)){let t={instancePath:s,schemaPath:"#/maximum",keyword:"maximu\
m",params:{comparison:"<=",limit:1e6}};e===null?e=[t]:e.push(t),i++}if(r<1||isNaN(r)){let t={instancePath:s,schemaPath:"\
#/minimum",keyword:"minimum",params:{comparison:">=",limit:1}};e===null?e=[t]:e.push(t),i++}}return L.errors=e,i===0}L.evaluated=
{dynamicProps:!1,dynamicItems:!1};function Q(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){
let e=null,i=0,a=Q.evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),r&&typeof r=="object"&&
!Array.isArray(r)){if(r.from===void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"\
from"}};e===null?e=[t]:e.push(t),i++}if(r.count===void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"require\
d",params:{missingProperty:"count"}};e===null?e=[t]:e.push(t),i++}for(let t in r)if(!(t==="from"||t==="count")){let n={instancePath:s,
schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:t}};e===null?e=[n]:e.push(
n),i++}r.from!==void 0&&(_(r.from,{instancePath:s+"/from",parentData:r,parentDataProperty:"from",rootData:l,dynamicAnchors:p})||
(e=e===null?_.errors:e.concat(_.errors),i=e.length)),r.count!==void 0&&(L(r.count,{instancePath:s+"/count",parentData:r,
parentDataProperty:"count",rootData:l,dynamicAnchors:p})||(e=e===null?L.errors:e.concat(L.errors),i=e.length))}else{let t={
instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[t]:e.push(t),i++}return Q.errors=e,
i===0}Q.evaluated={props:!0,dynamicProps:!1,dynamicItems:!1};function ee(r,{instancePath:s="",parentData:c,parentDataProperty:m,
rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=ee.evaluated;a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.
items=void 0);let t=i,n=!0,f=i;if(!Array.isArray(r)){let g={};e===null?e=[g]:e.push(g),i++}var o=f===i;i=t,e!==null&&(t?
e.length=t:e=null);let u;if(o){let g=i;U(r,{instancePath:s,parentData:c,parentDataProperty:m,rootData:l,dynamicAnchors:p})||
(e=e===null?U.errors:e.concat(U.errors),i=e.length);var o=g===i;if(n=o,n)var h=!0;u="then"}else{let g=i;Q(r,{instancePath:s,
parentData:c,parentDataProperty:m,rootData:l,dynamicAnchors:p})||(e=e===null?Q.errors:e.concat(Q.errors),i=e.length);var o=g===
i;if(n=o,n)var y=!0;u="else"}if(!n){let g={instancePath:s,schemaPath:"#/if",keyword:"if",params:{failingKeyword:u}};e===
null?e=[g]:e.push(g),i++}return ee.errors=e,a.props=y,a.items=h,i===0}ee.evaluated={dynamicProps:!0,dynamicItems:!0};var xe={title:"Method random-ws",description:"Random search with weight sharing (Li and Talwalkar 2019, section 3): shar\
ed weights are trained on one random architecture a step, then random architectures are scored with them.",type:"object",
required:["kind","epochs","batchSize","initialChannels","layers","evaluated"],additionalProperties:!1,properties:{kind:{
title:"Method kind",description:"Which method.",const:"random-ws"},epochs:{$ref:"#/$defs/epochs"},batchSize:{$ref:"#/$de\
fs/batchSize"},learningRate:{$ref:"#/$defs/learningRate"},learningRateMin:{$ref:"#/$defs/learningRateMin",default:.001},
momentum:{$ref:"#/$defs/momentum"},weightDecay:{$ref:"#/$defs/weightDecay"},gradientClip:{$ref:"#/$defs/gradientClip"},initialChannels:{
$ref:"#/$defs/initialChannels"},layers:{$ref:"#/$defs/layers"},cropPadding:{$ref:"#/$defs/cropPadding"},flip:{$ref:"#/$d\
efs/flip"},cutout:{$ref:"#/$defs/cutout"},evaluated:{$ref:"#/$defs/evaluated"},scoringBatches:{$ref:"#/$defs/scoringBatc\
hes"},rescored:{$ref:"#/$defs/rescored"},inactiveOperations:{$ref:"#/$defs/inactiveOperations"},matrix:{$ref:"#/$defs/ma\
trix",additionalProperties:!1,properties:{epochs:{$ref:"#/$defs/grid",items:{$ref:"#/$defs/epochs"}},batchSize:{$ref:"#/\
$defs/grid",items:{$ref:"#/$defs/batchSize"}},learningRate:{$ref:"#/$defs/grid",items:{$ref:"#/$defs/learningRate"}},learningRateMin:{
$ref:"#/$defs/grid",items:{$ref:"#/$defs/learningRateMin"}},momentum:{$ref:"#/$defs/grid",items:{$ref:"#/$defs/momentum"}},
weightDecay:{$ref:"#/$defs/grid",items:{$ref:"#/$defs/weightDecay"}},gradientClip:{$ref:"#/$defs/grid",items:{$ref:"#/$d\
efs/gradientClip"}},initialChannels:{$ref:"#/$defs/grid",items:{$ref:"#/$defs/initialChannels"}},layers:{$ref:"#/$defs/g\
rid",items:{$ref:"#/$defs/layers"}},cropPadding:{$ref:"#/$defs/grid",items:{$ref:"#/$defs/cropPadding"}},flip:{$ref:"#/$\
defs/grid",items:{$ref:"#/$defs/flip"}},cutout:{$ref:"#/$defs/grid",items:{$ref:"#/$defs/cutout"}},evaluated:{$ref:"#/$d\
efs/grid",items:{$ref:"#/$defs/evaluated"}},scoringBatches:{$ref:"#/$defs/grid",items:{$ref:"#/$defs/scoringBatches"}},rescored:{
$ref:"#/$defs/grid",items:{$ref:"#/$defs/rescored"}},inactiveOperations:{$ref:"#/$defs/grid",items:{$ref:"#/$defs/inacti\
veOperations"}}}}},examples:[{kind:"random-ws",epochs:150,batchSize:64,gradientClip:1,initialChannels:24,layers:8,evaluated:5e3}]};function $(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=$.
evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&
isFinite(r))){let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"integer"}};e===null?e=[t]:e.push(t),
i++}if(typeof r=="number"&&isFinite(r)&&(r<1||isNaN(r))){let t={instancePath:s,schemaPath:"#/minimum",keyword:"minimum",
params:{comparison:">=",limit:1}};e===null?e=[t]:e.push(t),i++}return $.errors=e,i===0}$.evaluated={dynamicProps:!1,dynamicItems:!1};function v(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=v.
evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&
isFinite(r))){let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"integer"}};e===null?e=[t]:e.push(t),
i++}if(typeof r=="number"&&isFinite(r)&&(r<1||isNaN(r))){let t={instancePath:s,schemaPath:"#/minimum",keyword:"minimum",
params:{comparison:">=",limit:1}};e===null?e=[t]:e.push(t),i++}return v.errors=e,i===0}v.evaluated={dynamicProps:!1,dynamicItems:!1};function w(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=w.
evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),typeof r=="number"&&isFinite(r)){if(r<=0||
isNaN(r)){let t={instancePath:s,schemaPath:"#/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison:">",limit:0}};
e===null?e=[t]:e.push(t),i++}}else{let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"number"}};e===
null?e=[t]:e.push(t),i++}return w.errors=e,i===0}w.evaluated={dynamicProps:!1,dynamicItems:!1};function b(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=b.
evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),typeof r=="number"&&isFinite(r)){if(r<0||
isNaN(r)){let t={instancePath:s,schemaPath:"#/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[t]:
e.push(t),i++}}else{let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"number"}};e===null?e=[t]:e.push(
t),i++}return b.errors=e,i===0}b.evaluated={dynamicProps:!1,dynamicItems:!1};function k(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=k.
evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),typeof r=="number"&&isFinite(r)){if(r<0||
isNaN(r)){let t={instancePath:s,schemaPath:"#/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[t]:
e.push(t),i++}if(r>=1||isNaN(r)){let t={instancePath:s,schemaPath:"#/exclusiveMaximum",keyword:"exclusiveMaximum",params:{
comparison:"<",limit:1}};e===null?e=[t]:e.push(t),i++}}else{let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{
type:"number"}};e===null?e=[t]:e.push(t),i++}return k.errors=e,i===0}k.evaluated={dynamicProps:!1,dynamicItems:!1};function x(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=x.
evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),typeof r=="number"&&isFinite(r)){if(r<0||
isNaN(r)){let t={instancePath:s,schemaPath:"#/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[t]:
e.push(t),i++}}else{let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"number"}};e===null?e=[t]:e.push(
t),i++}return x.errors=e,i===0}x.evaluated={dynamicProps:!1,dynamicItems:!1};function D(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=D.
evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),typeof r=="number"&&isFinite(r)){if(r<=0||
isNaN(r)){let t={instancePath:s,schemaPath:"#/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison:">",limit:0}};
e===null?e=[t]:e.push(t),i++}}else{let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"number"}};e===
null?e=[t]:e.push(t),i++}return D.errors=e,i===0}D.evaluated={dynamicProps:!1,dynamicItems:!1};function S(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=S.
evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&
isFinite(r))){let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"integer"}};e===null?e=[t]:e.push(t),
i++}if(typeof r=="number"&&isFinite(r)&&(r<1||isNaN(r))){let t={instancePath:s,schemaPath:"#/minimum",keyword:"minimum",
params:{comparison:">=",limit:1}};e===null?e=[t]:e.push(t),i++}return S.errors=e,i===0}S.evaluated={dynamicProps:!1,dynamicItems:!1};function j(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=j.
evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&
isFinite(r))){let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"integer"}};e===null?e=[t]:e.push(t),
i++}if(typeof r=="number"&&isFinite(r)&&(r<2||isNaN(r))){let t={instancePath:s,schemaPath:"#/minimum",keyword:"minimum",
params:{comparison:">=",limit:2}};e===null?e=[t]:e.push(t),i++}return j.errors=e,i===0}j.evaluated={dynamicProps:!1,dynamicItems:!1};function q(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=q.
evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&
isFinite(r))){let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"integer"}};e===null?e=[t]:e.push(t),
i++}if(typeof r=="number"&&isFinite(r)&&(r<0||isNaN(r))){let t={instancePath:s,schemaPath:"#/minimum",keyword:"minimum",
params:{comparison:">=",limit:0}};e===null?e=[t]:e.push(t),i++}return q.errors=e,i===0}q.evaluated={dynamicProps:!1,dynamicItems:!1};function I(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=I.
evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),typeof r!="boolean"){let t={instancePath:s,
schemaPath:"#/type",keyword:"type",params:{type:"boolean"}};e===null?e=[t]:e.push(t),i++}return I.errors=e,i===0}I.evaluated=
{dynamicProps:!1,dynamicItems:!1};function N(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=N.
evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&
isFinite(r))){let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"integer"}};e===null?e=[t]:e.push(t),
i++}if(typeof r=="number"&&isFinite(r)&&(r<0||isNaN(r))){let t={instancePath:s,schemaPath:"#/minimum",keyword:"minimum",
params:{comparison:">=",limit:0}};e===null?e=[t]:e.push(t),i++}return N.errors=e,i===0}N.evaluated={dynamicProps:!1,dynamicItems:!1};function C(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=C.
evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&
isFinite(r))){let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"integer"}};e===null?e=[t]:e.push(t),
i++}if(typeof r=="number"&&isFinite(r)&&(r<1||isNaN(r))){let t={instancePath:s,schemaPath:"#/minimum",keyword:"minimum",
params:{comparison:">=",limit:1}};e===null?e=[t]:e.push(t),i++}return C.errors=e,i===0}C.evaluated={dynamicProps:!1,dynamicItems:!1};function z(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=z.
evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&
isFinite(r))){let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"integer"}};e===null?e=[t]:e.push(t),
i++}if(typeof r=="number"&&isFinite(r)&&(r<1||isNaN(r))){let t={instancePath:s,schemaPath:"#/minimum",keyword:"minimum",
params:{comparison:">=",limit:1}};e===null?e=[t]:e.push(t),i++}return z.errors=e,i===0}z.evaluated={dynamicProps:!1,dynamicItems:!1};function E(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=E.
evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&
isFinite(r))){let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"integer"}};e===null?e=[t]:e.push(t),
i++}if(typeof r=="number"&&isFinite(r)&&(r<1||isNaN(r))){let t={instancePath:s,schemaPath:"#/minimum",keyword:"minimum",
params:{comparison:">=",limit:1}};e===null?e=[t]:e.push(t),i++}return E.errors=e,i===0}E.evaluated={dynamicProps:!1,dynamicItems:!1};
var Oe={title:"Inactive operations",description:"`run`: operations of an edge that were not sampled run as well, as in t\
he released code, so that their running statistics move. `skip`: they do not, which is faster.",type:"string",enum:["run",
"skip"],default:"run"};function W(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){
let e=null,i=0,a=W.evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),typeof r!="string"){let t={
instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),i++}if(!(r==="run"||r===
"skip")){let t={instancePath:s,schemaPath:"#/enum",keyword:"enum",params:{allowedValues:Oe.enum}};e===null?e=[t]:e.push(
t),i++}return W.errors=e,i===0}W.evaluated={dynamicProps:!1,dynamicItems:!1};function V(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=V.
evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),!(r&&typeof r=="object"&&!Array.isArray(r))){
let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[t]:e.push(t),i++}return V.errors=
e,i===0}V.evaluated={dynamicProps:!1,dynamicItems:!1};function d(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=d.
evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),Array.isArray(r)){if(r.length<1){let f={instancePath:s,
schemaPath:"#/minItems",keyword:"minItems",params:{limit:1}};e===null?e=[f]:e.push(f),i++}let t=r.length,n;if(t>1){e:for(;t--;)
for(n=t;n--;)if(qe(r[t],r[n])){let f={instancePath:s,schemaPath:"#/uniqueItems",keyword:"uniqueItems",params:{i:t,j:n}};
e===null?e=[f]:e.push(f),i++;break e}}}else{let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"array"}};
e===null?e=[t]:e.push(t),i++}return d.errors=e,i===0}d.evaluated={dynamicProps:!1,dynamicItems:!1};function re(r,{instancePath:s="",
parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=re.evaluated;if(a.dynamicProps&&
(a.props=void 0),a.dynamicItems&&(a.items=void 0),r&&typeof r=="object"&&!Array.isArray(r)){if(r.kind===void 0){let t={instancePath:s,
schemaPath:"#/required",keyword:"required",params:{missingProperty:"kind"}};e===null?e=[t]:e.push(t),i++}if(r.epochs===void 0){
let t={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"epochs"}};e===null?e=[t]:e.push(
t),i++}if(r.batchSize===void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"\
batchSize"}};e===null?e=[t]:e.push(t),i++}if(r.initialChannels===void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"\
required",params:{missingProperty:"initialChannels"}};e===null?e=[t]:e.push(t),i++}if(r.layers===void 0){let t={instancePath:s,
schemaPath:"#/required",keyword:"required",params:{missingProperty:"layers"}};e===null?e=[t]:e.push(t),i++}if(r.evaluated===
void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"evaluated"}};e===null?
e=[t]:e.push(t),i++}for(let t in r)if(!H.call(xe.properties,t)){let n={instancePath:s,schemaPath:"#/additionalProperties",
keyword:"additionalProperties",params:{additionalProperty:t}};e===null?e=[n]:e.push(n),i++}if(r.kind!==void 0&&r.kind!==
"random-ws"){let t={instancePath:s+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue:"ra\
ndom-ws"}};e===null?e=[t]:e.push(t),i++}if(r.epochs!==void 0&&($(r.epochs,{instancePath:s+"/epochs",parentData:r,parentDataProperty:"\
epochs",rootData:l,dynamicAnchors:p})||(e=e===null?$.errors:e.concat($.errors),i=e.length)),r.batchSize!==void 0&&(v(r.batchSize,
{instancePath:s+"/batchSize",parentData:r,parentDataProperty:"batchSize",rootData:l,dynamicAnchors:p})||(e=e===null?v.errors:
e.concat(v.errors),i=e.length)),r.learningRate!==void 0&&(w(r.learningRate,{instancePath:s+"/learningRate",parentData:r,
parentDataProperty:"learningRate",rootData:l,dynamicAnchors:p})||(e=e===null?w.errors:e.concat(w.errors),i=e.length)),r.
learningRateMin!==void 0&&(b(r.learningRateMin,{instancePath:s+"/learningRateMin",parentData:r,parentDataProperty:"learn\
ingRateMin",rootData:l,dynamicAnchors:p})||(e=e===null?b.errors:e.concat(b.errors),i=e.length)),r.momentum!==void 0&&(k(
r.momentum,{instancePath:s+"/momentum",parentData:r,parentDataProperty:"momentum",rootData:l,dynamicAnchors:p})||(e=e===
null?k.errors:e.concat(k.errors),i=e.length)),r.weightDecay!==void 0&&(x(r.weightDecay,{instancePath:s+"/weightDecay",parentData:r,
parentDataProperty:"weightDecay",rootData:l,dynamicAnchors:p})||(e=e===null?x.errors:e.concat(x.errors),i=e.length)),r.gradientClip!==
void 0&&(D(r.gradientClip,{instancePath:s+"/gradientClip",parentData:r,parentDataProperty:"gradientClip",rootData:l,dynamicAnchors:p})||
(e=e===null?D.errors:e.concat(D.errors),i=e.length)),r.initialChannels!==void 0&&(S(r.initialChannels,{instancePath:s+"/\
initialChannels",parentData:r,parentDataProperty:"initialChannels",rootData:l,dynamicAnchors:p})||(e=e===null?S.errors:e.
concat(S.errors),i=e.length)),r.layers!==void 0&&(j(r.layers,{instancePath:s+"/layers",parentData:r,parentDataProperty:"\
layers",rootData:l,dynamicAnchors:p})||(e=e===null?j.errors:e.concat(j.errors),i=e.length)),r.cropPadding!==void 0&&(q(r.
cropPadding,{instancePath:s+"/cropPadding",parentData:r,parentDataProperty:"cropPadding",rootData:l,dynamicAnchors:p})||
(e=e===null?q.errors:e.concat(q.errors),i=e.length)),r.flip!==void 0&&(I(r.flip,{instancePath:s+"/flip",parentData:r,parentDataProperty:"\
flip",rootData:l,dynamicAnchors:p})||(e=e===null?I.errors:e.concat(I.errors),i=e.length)),r.cutout!==void 0&&(N(r.cutout,
{instancePath:s+"/cutout",parentData:r,parentDataProperty:"cutout",rootData:l,dynamicAnchors:p})||(e=e===null?N.errors:e.
concat(N.errors),i=e.length)),r.evaluated!==void 0&&(C(r.evaluated,{instancePath:s+"/evaluated",parentData:r,parentDataProperty:"\
evaluated",rootData:l,dynamicAnchors:p})||(e=e===null?C.errors:e.concat(C.errors),i=e.length)),r.scoringBatches!==void 0&&
(z(r.scoringBatches,{instancePath:s+"/scoringBatches",parentData:r,parentDataProperty:"scoringBatches",rootData:l,dynamicAnchors:p})||
(e=e===null?z.errors:e.concat(z.errors),i=e.length)),r.rescored!==void 0&&(E(r.rescored,{instancePath:s+"/rescored",parentData:r,
parentDataProperty:"rescored",rootData:l,dynamicAnchors:p})||(e=e===null?E.errors:e.concat(E.errors),i=e.length)),r.inactiveOperations!==
void 0&&(W(r.inactiveOperations,{instancePath:s+"/inactiveOperations",parentData:r,parentDataProperty:"inactiveOperation\
s",rootData:l,dynamicAnchors:p})||(e=e===null?W.errors:e.concat(W.errors),i=e.length)),r.matrix!==void 0){let t=r.matrix;
if(V(t,{instancePath:s+"/matrix",parentData:r,parentDataProperty:"matrix",rootData:l,dynamicAnchors:p})||(e=e===null?V.errors:
e.concat(V.errors),i=e.length),t&&typeof t=="object"&&!Array.isArray(t)){for(let n in t)if(!H.call(xe.properties.matrix.
properties,n)){let f={instancePath:s+"/matrix",schemaPath:"#/properties/matrix/additionalProperties",keyword:"additional\
Properties",params:{additionalProperty:n}};e===null?e=[f]:e.push(f),i++}if(t.epochs!==void 0){let n=t.epochs;if(d(n,{instancePath:s+
"/matrix/epochs",parentData:t,parentDataProperty:"epochs",rootData:l,dynamicAnchors:p})||(e=e===null?d.errors:e.concat(d.
errors),i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)$(n[o],{instancePath:s+"/matrix/epochs/"+o,parentData:n,
parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?$.errors:e.concat($.errors),i=e.length)}}if(t.batchSize!==
void 0){let n=t.batchSize;if(d(n,{instancePath:s+"/matrix/batchSize",parentData:t,parentDataProperty:"batchSize",rootData:l,
dynamicAnchors:p})||(e=e===null?d.errors:e.concat(d.errors),i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)
v(n[o],{instancePath:s+"/matrix/batchSize/"+o,parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?
v.errors:e.concat(v.errors),i=e.length)}}if(t.learningRate!==void 0){let n=t.learningRate;if(d(n,{instancePath:s+"/matri\
x/learningRate",parentData:t,parentDataProperty:"learningRate",rootData:l,dynamicAnchors:p})||(e=e===null?d.errors:e.concat(
d.errors),i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)w(n[o],{instancePath:s+"/matrix/learningRate/"+
o,parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?w.errors:e.concat(w.errors),i=e.length)}}
if(t.learningRateMin!==void 0){let n=t.learningRateMin;if(d(n,{instancePath:s+"/matrix/learningRateMin",parentData:t,parentDataProperty:"\
learningRateMin",rootData:l,dynamicAnchors:p})||(e=e===null?d.errors:e.concat(d.errors),i=e.length),Array.isArray(n)){let f=n.
length;for(let o=0;o<f;o++)b(n[o],{instancePath:s+"/matrix/learningRateMin/"+o,parentData:n,parentDataProperty:o,rootData:l,
dynamicAnchors:p})||(e=e===null?b.errors:e.concat(b.errors),i=e.length)}}if(t.momentum!==void 0){let n=t.momentum;if(d(n,
{instancePath:s+"/matrix/momentum",parentData:t,parentDataProperty:"momentum",rootData:l,dynamicAnchors:p})||(e=e===null?
d.errors:e.concat(d.errors),i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)k(n[o],{instancePath:s+"/ma\
trix/momentum/"+o,parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?k.errors:e.concat(k.errors),
i=e.length)}}if(t.weightDecay!==void 0){let n=t.weightDecay;if(d(n,{instancePath:s+"/matrix/weightDecay",parentData:t,parentDataProperty:"\
weightDecay",rootData:l,dynamicAnchors:p})||(e=e===null?d.errors:e.concat(d.errors),i=e.length),Array.isArray(n)){let f=n.
length;for(let o=0;o<f;o++)x(n[o],{instancePath:s+"/matrix/weightDecay/"+o,parentData:n,parentDataProperty:o,rootData:l,
dynamicAnchors:p})||(e=e===null?x.errors:e.concat(x.errors),i=e.length)}}if(t.gradientClip!==void 0){let n=t.gradientClip;
if(d(n,{instancePath:s+"/matrix/gradientClip",parentData:t,parentDataProperty:"gradientClip",rootData:l,dynamicAnchors:p})||
(e=e===null?d.errors:e.concat(d.errors),i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)D(n[o],{instancePath:s+
"/matrix/gradientClip/"+o,parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?D.errors:e.concat(
D.errors),i=e.length)}}if(t.initialChannels!==void 0){let n=t.initialChannels;if(d(n,{instancePath:s+"/matrix/initialCha\
nnels",parentData:t,parentDataProperty:"initialChannels",rootData:l,dynamicAnchors:p})||(e=e===null?d.errors:e.concat(d.
errors),i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)S(n[o],{instancePath:s+"/matrix/initialChannels\
/"+o,parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?S.errors:e.concat(S.errors),i=e.length)}}
if(t.layers!==void 0){let n=t.layers;if(d(n,{instancePath:s+"/matrix/layers",parentData:t,parentDataProperty:"layers",rootData:l,
dynamicAnchors:p})||(e=e===null?d.errors:e.concat(d.errors),i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)
j(n[o],{instancePath:s+"/matrix/layers/"+o,parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?
j.errors:e.concat(j.errors),i=e.length)}}if(t.cropPadding!==void 0){let n=t.cropPadding;if(d(n,{instancePath:s+"/matrix/\
cropPadding",parentData:t,parentDataProperty:"cropPadding",rootData:l,dynamicAnchors:p})||(e=e===null?d.errors:e.concat(
d.errors),i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)q(n[o],{instancePath:s+"/matrix/cropPadding/"+
o,parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?q.errors:e.concat(q.errors),i=e.length)}}
if(t.flip!==void 0){let n=t.flip;if(d(n,{instancePath:s+"/matrix/flip",parentData:t,parentDataProperty:"flip",rootData:l,
dynamicAnchors:p})||(e=e===null?d.errors:e.concat(d.errors),i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)
I(n[o],{instancePath:s+"/matrix/flip/"+o,parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?I.
errors:e.concat(I.errors),i=e.length)}}if(t.cutout!==void 0){let n=t.cutout;if(d(n,{instancePath:s+"/matrix/cutout",parentData:t,
parentDataProperty:"cutout",rootData:l,dynamicAnchors:p})||(e=e===null?d.errors:e.concat(d.errors),i=e.length),Array.isArray(
n)){let f=n.length;for(let o=0;o<f;o++)N(n[o],{instancePath:s+"/matrix/cutout/"+o,parentData:n,parentDataProperty:o,rootData:l,
dynamicAnchors:p})||(e=e===null?N.errors:e.concat(N.errors),i=e.length)}}if(t.evaluated!==void 0){let n=t.evaluated;if(d(
n,{instancePath:s+"/matrix/evaluated",parentData:t,parentDataProperty:"evaluated",rootData:l,dynamicAnchors:p})||(e=e===
null?d.errors:e.concat(d.errors),i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)C(n[o],{instancePath:s+
"/matrix/evaluated/"+o,parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?C.errors:e.concat(C.
errors),i=e.length)}}if(t.scoringBatches!==void 0){let n=t.scoringBatches;if(d(n,{instancePath:s+"/matrix/scoringBatches",
parentData:t,parentDataProperty:"scoringBatches",rootData:l,dynamicAnchors:p})||(e=e===null?d.errors:e.concat(d.errors),
i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)z(n[o],{instancePath:s+"/matrix/scoringBatches/"+o,parentData:n,
parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?z.errors:e.concat(z.errors),i=e.length)}}if(t.rescored!==
void 0){let n=t.rescored;if(d(n,{instancePath:s+"/matrix/rescored",parentData:t,parentDataProperty:"rescored",rootData:l,
dynamicAnchors:p})||(e=e===null?d.errors:e.concat(d.errors),i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)
E(n[o],{instancePath:s+"/matrix/rescored/"+o,parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?
E.errors:e.concat(E.errors),i=e.length)}}if(t.inactiveOperations!==void 0){let n=t.inactiveOperations;if(d(n,{instancePath:s+
"/matrix/inactiveOperations",parentData:t,parentDataProperty:"inactiveOperations",rootData:l,dynamicAnchors:p})||(e=e===
null?d.errors:e.concat(d.errors),i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)W(n[o],{instancePath:s+
"/matrix/inactiveOperations/"+o,parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?W.errors:e.
concat(W.errors),i=e.length)}}}}}else{let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===
null?e=[t]:e.push(t),i++}return re.errors=e,i===0}re.evaluated={props:!0,dynamicProps:!1,dynamicItems:!1};var De={title:"\
Method random",description:"Random search: every sampled architecture is trained from scratch, and the one with the lowe\
st validation error is found.",type:"object",required:["kind","epochs","batchSize","initialChannels","layers","evaluated"],
additionalProperties:!1,properties:{kind:{title:"Method kind",description:"Which method.",const:"random"},epochs:{$ref:"\
#/$defs/epochs"},batchSize:{$ref:"#/$defs/batchSize"},learningRate:{$ref:"#/$defs/learningRate"},learningRateMin:{$ref:"\
#/$defs/learningRateMin",default:0},momentum:{$ref:"#/$defs/momentum"},weightDecay:{$ref:"#/$defs/weightDecay"},gradientClip:{
$ref:"#/$defs/gradientClip"},initialChannels:{$ref:"#/$defs/initialChannels"},layers:{$ref:"#/$defs/layers"},cropPadding:{
$ref:"#/$defs/cropPadding"},flip:{$ref:"#/$defs/flip"},cutout:{$ref:"#/$defs/cutout"},auxiliaryWeight:{$ref:"#/$defs/aux\
iliaryWeight"},dropPath:{$ref:"#/$defs/dropPath"},evaluated:{$ref:"#/$defs/evaluated"},matrix:{$ref:"#/$defs/matrix",additionalProperties:!1,
properties:{epochs:{$ref:"#/$defs/grid",items:{$ref:"#/$defs/epochs"}},batchSize:{$ref:"#/$defs/grid",items:{$ref:"#/$de\
fs/batchSize"}},learningRate:{$ref:"#/$defs/grid",items:{$ref:"#/$defs/learningRate"}},learningRateMin:{$ref:"#/$defs/gr\
id",items:{$ref:"#/$defs/learningRateMin"}},momentum:{$ref:"#/$defs/grid",items:{$ref:"#/$defs/momentum"}},weightDecay:{
$ref:"#/$defs/grid",items:{$ref:"#/$defs/weightDecay"}},gradientClip:{$ref:"#/$defs/grid",items:{$ref:"#/$defs/gradientC\
lip"}},initialChannels:{$ref:"#/$defs/grid",items:{$ref:"#/$defs/initialChannels"}},layers:{$ref:"#/$defs/grid",items:{$ref:"\
#/$defs/layers"}},cropPadding:{$ref:"#/$defs/grid",items:{$ref:"#/$defs/cropPadding"}},flip:{$ref:"#/$defs/grid",items:{
$ref:"#/$defs/flip"}},cutout:{$ref:"#/$defs/grid",items:{$ref:"#/$defs/cutout"}},auxiliaryWeight:{$ref:"#/$defs/grid",items:{
$ref:"#/$defs/auxiliaryWeight"}},dropPath:{$ref:"#/$defs/grid",items:{$ref:"#/$defs/dropPath"}},evaluated:{$ref:"#/$defs\
/grid",items:{$ref:"#/$defs/evaluated"}}}}},examples:[{kind:"random",evaluated:24,epochs:100,batchSize:96,initialChannels:36,
layers:20}]};function R(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=R.
evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),typeof r=="number"&&isFinite(r)){if(r<0||
isNaN(r)){let t={instancePath:s,schemaPath:"#/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[t]:
e.push(t),i++}}else{let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"number"}};e===null?e=[t]:e.push(
t),i++}return R.errors=e,i===0}R.evaluated={dynamicProps:!1,dynamicItems:!1};function M(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=M.
evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),typeof r=="number"&&isFinite(r)){if(r<0||
isNaN(r)){let t={instancePath:s,schemaPath:"#/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[t]:
e.push(t),i++}if(r>=1||isNaN(r)){let t={instancePath:s,schemaPath:"#/exclusiveMaximum",keyword:"exclusiveMaximum",params:{
comparison:"<",limit:1}};e===null?e=[t]:e.push(t),i++}}else{let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{
type:"number"}};e===null?e=[t]:e.push(t),i++}return M.errors=e,i===0}M.evaluated={dynamicProps:!1,dynamicItems:!1};function te(r,{
instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=te.evaluated;
if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),r&&typeof r=="object"&&!Array.isArray(r)){if(r.kind===
void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"kind"}};e===null?e=[t]:
e.push(t),i++}if(r.epochs===void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"\
epochs"}};e===null?e=[t]:e.push(t),i++}if(r.batchSize===void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"r\
equired",params:{missingProperty:"batchSize"}};e===null?e=[t]:e.push(t),i++}if(r.initialChannels===void 0){let t={instancePath:s,
schemaPath:"#/required",keyword:"required",params:{missingProperty:"initialChannels"}};e===null?e=[t]:e.push(t),i++}if(r.
layers===void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"layers"}};e===
null?e=[t]:e.push(t),i++}if(r.evaluated===void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"required",params:{
missingProperty:"evaluated"}};e===null?e=[t]:e.push(t),i++}for(let t in r)if(!H.call(De.properties,t)){let n={instancePath:s,
schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:t}};e===null?e=[n]:e.push(
n),i++}if(r.kind!==void 0&&r.kind!=="random"){let t={instancePath:s+"/kind",schemaPath:"#/properties/kind/const",keyword:"\
const",params:{allowedValue:"random"}};e===null?e=[t]:e.push(t),i++}if(r.epochs!==void 0&&($(r.epochs,{instancePath:s+"/\
epochs",parentData:r,parentDataProperty:"epochs",rootData:l,dynamicAnchors:p})||(e=e===null?$.errors:e.concat($.errors),
i=e.length)),r.batchSize!==void 0&&(v(r.batchSize,{instancePath:s+"/batchSize",parentData:r,parentDataProperty:"batchSiz\
e",rootData:l,dynamicAnchors:p})||(e=e===null?v.errors:e.concat(v.errors),i=e.length)),r.learningRate!==void 0&&(w(r.learningRate,
{instancePath:s+"/learningRate",parentData:r,parentDataProperty:"learningRate",rootData:l,dynamicAnchors:p})||(e=e===null?
w.errors:e.concat(w.errors),i=e.length)),r.learningRateMin!==void 0&&(b(r.learningRateMin,{instancePath:s+"/learningRate\
Min",parentData:r,parentDataProperty:"learningRateMin",rootData:l,dynamicAnchors:p})||(e=e===null?b.errors:e.concat(b.errors),
i=e.length)),r.momentum!==void 0&&(k(r.momentum,{instancePath:s+"/momentum",parentData:r,parentDataProperty:"momentum",rootData:l,
dynamicAnchors:p})||(e=e===null?k.errors:e.concat(k.errors),i=e.length)),r.weightDecay!==void 0&&(x(r.weightDecay,{instancePath:s+
"/weightDecay",parentData:r,parentDataProperty:"weightDecay",rootData:l,dynamicAnchors:p})||(e=e===null?x.errors:e.concat(
x.errors),i=e.length)),r.gradientClip!==void 0&&(D(r.gradientClip,{instancePath:s+"/gradientClip",parentData:r,parentDataProperty:"\
gradientClip",rootData:l,dynamicAnchors:p})||(e=e===null?D.errors:e.concat(D.errors),i=e.length)),r.initialChannels!==void 0&&
(S(r.initialChannels,{instancePath:s+"/initialChannels",parentData:r,parentDataProperty:"initialChannels",rootData:l,dynamicAnchors:p})||
(e=e===null?S.errors:e.concat(S.errors),i=e.length)),r.layers!==void 0&&(j(r.layers,{instancePath:s+"/layers",parentData:r,
parentDataProperty:"layers",rootData:l,dynamicAnchors:p})||(e=e===null?j.errors:e.concat(j.errors),i=e.length)),r.cropPadding!==
void 0&&(q(r.cropPadding,{instancePath:s+"/cropPadding",parentData:r,parentDataProperty:"cropPadding",rootData:l,dynamicAnchors:p})||
(e=e===null?q.errors:e.concat(q.errors),i=e.length)),r.flip!==void 0&&(I(r.flip,{instancePath:s+"/flip",parentData:r,parentDataProperty:"\
flip",rootData:l,dynamicAnchors:p})||(e=e===null?I.errors:e.concat(I.errors),i=e.length)),r.cutout!==void 0&&(N(r.cutout,
{instancePath:s+"/cutout",parentData:r,parentDataProperty:"cutout",rootData:l,dynamicAnchors:p})||(e=e===null?N.errors:e.
concat(N.errors),i=e.length)),r.auxiliaryWeight!==void 0&&(R(r.auxiliaryWeight,{instancePath:s+"/auxiliaryWeight",parentData:r,
parentDataProperty:"auxiliaryWeight",rootData:l,dynamicAnchors:p})||(e=e===null?R.errors:e.concat(R.errors),i=e.length)),
r.dropPath!==void 0&&(M(r.dropPath,{instancePath:s+"/dropPath",parentData:r,parentDataProperty:"dropPath",rootData:l,dynamicAnchors:p})||
(e=e===null?M.errors:e.concat(M.errors),i=e.length)),r.evaluated!==void 0&&(C(r.evaluated,{instancePath:s+"/evaluated",parentData:r,
parentDataProperty:"evaluated",rootData:l,dynamicAnchors:p})||(e=e===null?C.errors:e.concat(C.errors),i=e.length)),r.matrix!==
void 0){let t=r.matrix;if(V(t,{instancePath:s+"/matrix",parentData:r,parentDataProperty:"matrix",rootData:l,dynamicAnchors:p})||
(e=e===null?V.errors:e.concat(V.errors),i=e.length),t&&typeof t=="object"&&!Array.isArray(t)){for(let n in t)if(!H.call(
De.properties.matrix.properties,n)){let f={instancePath:s+"/matrix",schemaPath:"#/properties/matrix/additionalProperties",
keyword:"additionalProperties",params:{additionalProperty:n}};e===null?e=[f]:e.push(f),i++}if(t.epochs!==void 0){let n=t.
epochs;if(d(n,{instancePath:s+"/matrix/epochs",parentData:t,parentDataProperty:"epochs",rootData:l,dynamicAnchors:p})||(e=
e===null?d.errors:e.concat(d.errors),i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)$(n[o],{instancePath:s+
"/matrix/epochs/"+o,parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?$.errors:e.concat($.errors),
i=e.length)}}if(t.batchSize!==void 0){let n=t.batchSize;if(d(n,{instancePath:s+"/matrix/batchSize",parentData:t,parentDataProperty:"\
batchSize",rootData:l,dynamicAnchors:p})||(e=e===null?d.errors:e.concat(d.errors),i=e.length),Array.isArray(n)){let f=n.
length;for(let o=0;o<f;o++)v(n[o],{instancePath:s+"/matrix/batchSize/"+o,parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||
(e=e===null?v.errors:e.concat(v.errors),i=e.length)}}if(t.learningRate!==void 0){let n=t.learningRate;if(d(n,{instancePath:s+
"/matrix/learningRate",parentData:t,parentDataProperty:"learningRate",rootData:l,dynamicAnchors:p})||(e=e===null?d.errors:
e.concat(d.errors),i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)w(n[o],{instancePath:s+"/matrix/lear\
ningRate/"+o,parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?w.errors:e.concat(w.errors),i=
e.length)}}if(t.learningRateMin!==void 0){let n=t.learningRateMin;if(d(n,{instancePath:s+"/matrix/learningRateMin",parentData:t,
parentDataProperty:"learningRateMin",rootData:l,dynamicAnchors:p})||(e=e===null?d.errors:e.concat(d.errors),i=e.length),
Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)b(n[o],{instancePath:s+"/matrix/learningRateMin/"+o,parentData:n,parentDataProperty:o,
rootData:l,dynamicAnchors:p})||(e=e===null?b.errors:e.concat(b.errors),i=e.length)}}if(t.momentum!==void 0){let n=t.momentum;
if(d(n,{instancePath:s+"/matrix/momentum",parentData:t,parentDataProperty:"momentum",rootData:l,dynamicAnchors:p})||(e=e===
null?d.errors:e.concat(d.errors),i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)k(n[o],{instancePath:s+
"/matrix/momentum/"+o,parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?k.errors:e.concat(k.errors),
i=e.length)}}if(t.weightDecay!==void 0){let n=t.weightDecay;if(d(n,{instancePath:s+"/matrix/weightDecay",parentData:t,parentDataProperty:"\
weightDecay",rootData:l,dynamicAnchors:p})||(e=e===null?d.errors:e.concat(d.errors),i=e.length),Array.isArray(n)){let f=n.
length;for(let o=0;o<f;o++)x(n[o],{instancePath:s+"/matrix/weightDecay/"+o,parentData:n,parentDataProperty:o,rootData:l,
dynamicAnchors:p})||(e=e===null?x.errors:e.concat(x.errors),i=e.length)}}if(t.gradientClip!==void 0){let n=t.gradientClip;
if(d(n,{instancePath:s+"/matrix/gradientClip",parentData:t,parentDataProperty:"gradientClip",rootData:l,dynamicAnchors:p})||
(e=e===null?d.errors:e.concat(d.errors),i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)D(n[o],{instancePath:s+
"/matrix/gradientClip/"+o,parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?D.errors:e.concat(
D.errors),i=e.length)}}if(t.initialChannels!==void 0){let n=t.initialChannels;if(d(n,{instancePath:s+"/matrix/initialCha\
nnels",parentData:t,parentDataProperty:"initialChannels",rootData:l,dynamicAnchors:p})||(e=e===null?d.errors:e.concat(d.
errors),i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)S(n[o],{instancePath:s+"/matrix/initialChannels\
/"+o,parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?S.errors:e.concat(S.errors),i=e.length)}}
if(t.layers!==void 0){let n=t.layers;if(d(n,{instancePath:s+"/matrix/layers",parentData:t,parentDataProperty:"layers",rootData:l,
dynamicAnchors:p})||(e=e===null?d.errors:e.concat(d.errors),i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)
j(n[o],{instancePath:s+"/matrix/layers/"+o,parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?
j.errors:e.concat(j.errors),i=e.length)}}if(t.cropPadding!==void 0){let n=t.cropPadding;if(d(n,{instancePath:s+"/matrix/\
cropPadding",parentData:t,parentDataProperty:"cropPadding",rootData:l,dynamicAnchors:p})||(e=e===null?d.errors:e.concat(
d.errors),i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)q(n[o],{instancePath:s+"/matrix/cropPadding/"+
o,parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?q.errors:e.concat(q.errors),i=e.length)}}
if(t.flip!==void 0){let n=t.flip;if(d(n,{instancePath:s+"/matrix/flip",parentData:t,parentDataProperty:"flip",rootData:l,
dynamicAnchors:p})||(e=e===null?d.errors:e.concat(d.errors),i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)
I(n[o],{instancePath:s+"/matrix/flip/"+o,parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?I.
errors:e.concat(I.errors),i=e.length)}}if(t.cutout!==void 0){let n=t.cutout;if(d(n,{instancePath:s+"/matrix/cutout",parentData:t,
parentDataProperty:"cutout",rootData:l,dynamicAnchors:p})||(e=e===null?d.errors:e.concat(d.errors),i=e.length),Array.isArray(
n)){let f=n.length;for(let o=0;o<f;o++)N(n[o],{instancePath:s+"/matrix/cutout/"+o,parentData:n,parentDataProperty:o,rootData:l,
dynamicAnchors:p})||(e=e===null?N.errors:e.concat(N.errors),i=e.length)}}if(t.auxiliaryWeight!==void 0){let n=t.auxiliaryWeight;
if(d(n,{instancePath:s+"/matrix/auxiliaryWeight",parentData:t,parentDataProperty:"auxiliaryWeight",rootData:l,dynamicAnchors:p})||
(e=e===null?d.errors:e.concat(d.errors),i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)R(n[o],{instancePath:s+
"/matrix/auxiliaryWeight/"+o,parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?R.errors:e.concat(
R.errors),i=e.length)}}if(t.dropPath!==void 0){let n=t.dropPath;if(d(n,{instancePath:s+"/matrix/dropPath",parentData:t,parentDataProperty:"\
dropPath",rootData:l,dynamicAnchors:p})||(e=e===null?d.errors:e.concat(d.errors),i=e.length),Array.isArray(n)){let f=n.length;
for(let o=0;o<f;o++)M(n[o],{instancePath:s+"/matrix/dropPath/"+o,parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||
(e=e===null?M.errors:e.concat(M.errors),i=e.length)}}if(t.evaluated!==void 0){let n=t.evaluated;if(d(n,{instancePath:s+"\
/matrix/evaluated",parentData:t,parentDataProperty:"evaluated",rootData:l,dynamicAnchors:p})||(e=e===null?d.errors:e.concat(
d.errors),i=e.length),Array.isArray(n)){let f=n.length;for(let o=0;o<f;o++)C(n[o],{instancePath:s+"/matrix/evaluated/"+o,
parentData:n,parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?C.errors:e.concat(C.errors),i=e.length)}}}}}else{
let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[t]:e.push(t),i++}return te.
errors=e,i===0}te.evaluated={props:!0,dynamicProps:!1,dynamicItems:!1};function ie(r,{instancePath:s="",parentData:c,parentDataProperty:m,
rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=ie.evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&
(a.items=void 0),r&&typeof r=="object"&&!Array.isArray(r)){if(r.kind===void 0){let f={instancePath:s,schemaPath:"#/requi\
red",keyword:"required",params:{missingProperty:"kind"}};e===null?e=[f]:e.push(f),i++}let n=r.kind;if(typeof n=="string")
if(n==="random-ws"){re(r,{instancePath:s,parentData:c,parentDataProperty:m,rootData:l,dynamicAnchors:p})||(e=e===null?re.
errors:e.concat(re.errors),i=e.length);var t=!0}else if(n==="random")te(r,{instancePath:s,parentData:c,parentDataProperty:m,
rootData:l,dynamicAnchors:p})||(e=e===null?te.errors:e.concat(te.errors),i=e.length),t!==!0&&(t=!0);else{let f={instancePath:s,
schemaPath:"#/discriminator",keyword:"discriminator",params:{error:"mapping",tag:"kind",tagValue:n}};e===null?e=[f]:e.push(
f),i++}else{let f={instancePath:s,schemaPath:"#/discriminator",keyword:"discriminator",params:{error:"tag",tag:"kind",tagValue:n}};
e===null?e=[f]:e.push(f),i++}}else{let n={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===
null?e=[n]:e.push(n),i++}return ie.errors=e,a.props=t,i===0}ie.evaluated={dynamicProps:!0,dynamicItems:!1};function se(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,
a=se.evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),r&&typeof r=="object"&&!Array.isArray(
r)){if(r.count===void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"count"}};
e===null?e=[t]:e.push(t),i++}for(let t in r)if(t!=="count"){let n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:t}};e===null?e=[n]:e.push(n),i++}r.count!==void 0&&(L(r.count,{instancePath:s+
"/count",parentData:r,parentDataProperty:"count",rootData:l,dynamicAnchors:p})||(e=e===null?L.errors:e.concat(L.errors),
i=e.length))}else{let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[t]:e.push(
t),i++}return se.errors=e,i===0}se.evaluated={props:!0,dynamicProps:!1,dynamicItems:!1};var Fe={title:"Seeds of the stag\
e",type:"string",enum:["each"],"x-expected":"each or a map {count}"};function ne(r,{instancePath:s="",parentData:c,parentDataProperty:m,
rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=ne.evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&
(a.items=void 0),typeof r!="string"){let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"string"}};e===
null?e=[t]:e.push(t),i++}if(r!=="each"){let t={instancePath:s,schemaPath:"#/enum",keyword:"enum",params:{allowedValues:Fe.
enum}};e===null?e=[t]:e.push(t),i++}return ne.errors=e,i===0}ne.evaluated={dynamicProps:!1,dynamicItems:!1};function B(r,{
instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=B.evaluated;a.
dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0);let t=i,n=!0,f=i;if(!(r&&typeof r=="object"&&!Array.isArray(
r))){let y={};e===null?e=[y]:e.push(y),i++}var o=f===i;i=t,e!==null&&(t?e.length=t:e=null);let u;if(o){let y=i;se(r,{instancePath:s,
parentData:c,parentDataProperty:m,rootData:l,dynamicAnchors:p})||(e=e===null?se.errors:e.concat(se.errors),i=e.length);var o=y===
i;if(n=o,n)var h=!0;u="then"}else{let y=i;ne(r,{instancePath:s,parentData:c,parentDataProperty:m,rootData:l,dynamicAnchors:p})||
(e=e===null?ne.errors:e.concat(ne.errors),i=e.length);var o=y===i;n=o,u="else"}if(!n){let y={instancePath:s,schemaPath:"\
#/if",keyword:"if",params:{failingKeyword:u}};e===null?e=[y]:e.push(y),i++}return B.errors=e,a.props=h,i===0}B.evaluated=
{dynamicProps:!0,dynamicItems:!1};function ae(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){
let e=null,i=0,a=ae.evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),r&&typeof r=="object"&&
!Array.isArray(r)){if(r.kind===void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"\
kind"}};e===null?e=[t]:e.push(t),i++}if(r.seeds===void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"require\
d",params:{missingProperty:"seeds"}};e===null?e=[t]:e.push(t),i++}for(let t in r)if(!(t==="kind"||t==="seeds")){let n={instancePath:s,
schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:t}};e===null?e=[n]:e.push(
n),i++}if(r.kind!==void 0&&r.kind!=="search"){let t={instancePath:s+"/kind",schemaPath:"#/properties/kind/const",keyword:"\
const",params:{allowedValue:"search"}};e===null?e=[t]:e.push(t),i++}r.seeds!==void 0&&(B(r.seeds,{instancePath:s+"/seeds",
parentData:r,parentDataProperty:"seeds",rootData:l,dynamicAnchors:p})||(e=e===null?B.errors:e.concat(B.errors),i=e.length))}else{
let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[t]:e.push(t),i++}return ae.
errors=e,i===0}ae.evaluated={props:!0,dynamicProps:!1,dynamicItems:!1};var Se={title:"Stage train",description:"Trains a\
rchitectures of an earlier stage from scratch.",type:"object",required:["kind","from","seeds","measure","epochs","batchS\
ize","initialChannels","layers"],additionalProperties:!1,properties:{kind:{title:"Stage kind",description:"What the stag\
e does.",const:"train"},from:{title:"Source stage",description:"The stage whose architectures are trained.",type:"string",
examples:["search"]},select:{$ref:"#/$defs/selection"},seeds:{$ref:"#/$defs/stageSeeds"},measure:{title:"Measured split",
description:"`validation` trains on the training part and measures on the validation part; `test` trains on all training\
 images and measures on the test images.",type:"string",enum:["validation","test"]},epochs:{$ref:"#/$defs/epochs"},batchSize:{
$ref:"#/$defs/batchSize"},learningRate:{$ref:"#/$defs/learningRate"},learningRateMin:{$ref:"#/$defs/learningRateMin",default:0},
momentum:{$ref:"#/$defs/momentum"},weightDecay:{$ref:"#/$defs/weightDecay"},gradientClip:{$ref:"#/$defs/gradientClip"},initialChannels:{
$ref:"#/$defs/initialChannels"},layers:{$ref:"#/$defs/layers"},cropPadding:{$ref:"#/$defs/cropPadding"},flip:{$ref:"#/$d\
efs/flip"},cutout:{$ref:"#/$defs/cutout"},auxiliaryWeight:{$ref:"#/$defs/auxiliaryWeight"},dropPath:{$ref:"#/$defs/dropP\
ath"}},examples:[{kind:"train",from:"search",select:{metric:"validation.errorPercent",keep:1},seeds:{count:10},measure:"\
test",epochs:600,batchSize:96,initialChannels:36,layers:20,cutout:16,auxiliaryWeight:.4,dropPath:.2}]},ge={title:"Select\
ion",description:"Which architectures of the source stage go on, within each method and seed set. Without it, each job t\
rains the architecture found with its own seed.",type:["object","null"],required:["metric","keep"],additionalProperties:!1,
properties:{metric:{title:"Selection metric",description:"What the candidates are ranked by. Validation metrics only: a \
choice made on test data would make the test number optimistic.",type:"string",enum:["validation.errorPercent","validati\
on.loss"]},keep:{title:"Kept",description:"How many go on.",type:"integer",minimum:1},ties:{title:"Ties",description:"Wh\
ich of two equal candidates wins.",type:"string",enum:["lowest-seed","fewest-parameters"],default:"lowest-seed"}},default:null,
examples:[{metric:"validation.errorPercent",keep:1,ties:"lowest-seed"}]};function oe(r,{instancePath:s="",parentData:c,parentDataProperty:m,
rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=oe.evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&
(a.items=void 0),!(r&&typeof r=="object"&&!Array.isArray(r))&&r!==null){let t={instancePath:s,schemaPath:"#/type",keyword:"\
type",params:{type:ge.type}};e===null?e=[t]:e.push(t),i++}if(r&&typeof r=="object"&&!Array.isArray(r)){if(r.metric===void 0){
let t={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"metric"}};e===null?e=[t]:e.push(
t),i++}if(r.keep===void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"kee\
p"}};e===null?e=[t]:e.push(t),i++}for(let t in r)if(!(t==="metric"||t==="keep"||t==="ties")){let n={instancePath:s,schemaPath:"\
#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:t}};e===null?e=[n]:e.push(n),i++}if(r.
metric!==void 0){let t=r.metric;if(typeof t!="string"){let n={instancePath:s+"/metric",schemaPath:"#/properties/metric/t\
ype",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(t==="validation.errorPercent"||t==="valida\
tion.loss")){let n={instancePath:s+"/metric",schemaPath:"#/properties/metric/enum",keyword:"enum",params:{allowedValues:ge.
properties.metric.enum}};e===null?e=[n]:e.push(n),i++}}if(r.keep!==void 0){let t=r.keep;if(!(typeof t=="number"&&!(t%1)&&
!isNaN(t)&&isFinite(t))){let n={instancePath:s+"/keep",schemaPath:"#/properties/keep/type",keyword:"type",params:{type:"\
integer"}};e===null?e=[n]:e.push(n),i++}if(typeof t=="number"&&isFinite(t)&&(t<1||isNaN(t))){let n={instancePath:s+"/kee\
p",schemaPath:"#/properties/keep/minimum",keyword:"minimum",params:{comparison:">=",limit:1}};e===null?e=[n]:e.push(n),i++}}
if(r.ties!==void 0){let t=r.ties;if(typeof t!="string"){let n={instancePath:s+"/ties",schemaPath:"#/properties/ties/type",
keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(t==="lowest-seed"||t==="fewest-parameters")){let n={
instancePath:s+"/ties",schemaPath:"#/properties/ties/enum",keyword:"enum",params:{allowedValues:ge.properties.ties.enum}};
e===null?e=[n]:e.push(n),i++}}}return oe.errors=e,i===0}oe.evaluated={props:!0,dynamicProps:!1,dynamicItems:!1};function le(r,{
instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=le.evaluated;
if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),r&&typeof r=="object"&&!Array.isArray(r)){if(r.kind===
void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"kind"}};e===null?e=[t]:
e.push(t),i++}if(r.from===void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"\
from"}};e===null?e=[t]:e.push(t),i++}if(r.seeds===void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"require\
d",params:{missingProperty:"seeds"}};e===null?e=[t]:e.push(t),i++}if(r.measure===void 0){let t={instancePath:s,schemaPath:"\
#/required",keyword:"required",params:{missingProperty:"measure"}};e===null?e=[t]:e.push(t),i++}if(r.epochs===void 0){let t={
instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"epochs"}};e===null?e=[t]:e.push(t),i++}
if(r.batchSize===void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"batch\
Size"}};e===null?e=[t]:e.push(t),i++}if(r.initialChannels===void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"\
required",params:{missingProperty:"initialChannels"}};e===null?e=[t]:e.push(t),i++}if(r.layers===void 0){let t={instancePath:s,
schemaPath:"#/required",keyword:"required",params:{missingProperty:"layers"}};e===null?e=[t]:e.push(t),i++}for(let t in r)
if(!H.call(Se.properties,t)){let n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{
additionalProperty:t}};e===null?e=[n]:e.push(n),i++}if(r.kind!==void 0&&r.kind!=="train"){let t={instancePath:s+"/kind",
schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue:"train"}};e===null?e=[t]:e.push(t),i++}if(r.from!==
void 0&&typeof r.from!="string"){let t={instancePath:s+"/from",schemaPath:"#/properties/from/type",keyword:"type",params:{
type:"string"}};e===null?e=[t]:e.push(t),i++}if(r.select!==void 0&&(oe(r.select,{instancePath:s+"/select",parentData:r,parentDataProperty:"\
select",rootData:l,dynamicAnchors:p})||(e=e===null?oe.errors:e.concat(oe.errors),i=e.length)),r.seeds!==void 0&&(B(r.seeds,
{instancePath:s+"/seeds",parentData:r,parentDataProperty:"seeds",rootData:l,dynamicAnchors:p})||(e=e===null?B.errors:e.concat(
B.errors),i=e.length)),r.measure!==void 0){let t=r.measure;if(typeof t!="string"){let n={instancePath:s+"/measure",schemaPath:"\
#/properties/measure/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(t==="validation"||t===
"test")){let n={instancePath:s+"/measure",schemaPath:"#/properties/measure/enum",keyword:"enum",params:{allowedValues:Se.
properties.measure.enum}};e===null?e=[n]:e.push(n),i++}}r.epochs!==void 0&&($(r.epochs,{instancePath:s+"/epochs",parentData:r,
parentDataProperty:"epochs",rootData:l,dynamicAnchors:p})||(e=e===null?$.errors:e.concat($.errors),i=e.length)),r.batchSize!==
void 0&&(v(r.batchSize,{instancePath:s+"/batchSize",parentData:r,parentDataProperty:"batchSize",rootData:l,dynamicAnchors:p})||
(e=e===null?v.errors:e.concat(v.errors),i=e.length)),r.learningRate!==void 0&&(w(r.learningRate,{instancePath:s+"/learni\
ngRate",parentData:r,parentDataProperty:"learningRate",rootData:l,dynamicAnchors:p})||(e=e===null?w.errors:e.concat(w.errors),
i=e.length)),r.learningRateMin!==void 0&&(b(r.learningRateMin,{instancePath:s+"/learningRateMin",parentData:r,parentDataProperty:"\
learningRateMin",rootData:l,dynamicAnchors:p})||(e=e===null?b.errors:e.concat(b.errors),i=e.length)),r.momentum!==void 0&&
(k(r.momentum,{instancePath:s+"/momentum",parentData:r,parentDataProperty:"momentum",rootData:l,dynamicAnchors:p})||(e=e===
null?k.errors:e.concat(k.errors),i=e.length)),r.weightDecay!==void 0&&(x(r.weightDecay,{instancePath:s+"/weightDecay",parentData:r,
parentDataProperty:"weightDecay",rootData:l,dynamicAnchors:p})||(e=e===null?x.errors:e.concat(x.errors),i=e.length)),r.gradientClip!==
void 0&&(D(r.gradientClip,{instancePath:s+"/gradientClip",parentData:r,parentDataProperty:"gradientClip",rootData:l,dynamicAnchors:p})||
(e=e===null?D.errors:e.concat(D.errors),i=e.length)),r.initialChannels!==void 0&&(S(r.initialChannels,{instancePath:s+"/\
initialChannels",parentData:r,parentDataProperty:"initialChannels",rootData:l,dynamicAnchors:p})||(e=e===null?S.errors:e.
concat(S.errors),i=e.length)),r.layers!==void 0&&(j(r.layers,{instancePath:s+"/layers",parentData:r,parentDataProperty:"\
layers",rootData:l,dynamicAnchors:p})||(e=e===null?j.errors:e.concat(j.errors),i=e.length)),r.cropPadding!==void 0&&(q(r.
cropPadding,{instancePath:s+"/cropPadding",parentData:r,parentDataProperty:"cropPadding",rootData:l,dynamicAnchors:p})||
(e=e===null?q.errors:e.concat(q.errors),i=e.length)),r.flip!==void 0&&(I(r.flip,{instancePath:s+"/flip",parentData:r,parentDataProperty:"\
flip",rootData:l,dynamicAnchors:p})||(e=e===null?I.errors:e.concat(I.errors),i=e.length)),r.cutout!==void 0&&(N(r.cutout,
{instancePath:s+"/cutout",parentData:r,parentDataProperty:"cutout",rootData:l,dynamicAnchors:p})||(e=e===null?N.errors:e.
concat(N.errors),i=e.length)),r.auxiliaryWeight!==void 0&&(R(r.auxiliaryWeight,{instancePath:s+"/auxiliaryWeight",parentData:r,
parentDataProperty:"auxiliaryWeight",rootData:l,dynamicAnchors:p})||(e=e===null?R.errors:e.concat(R.errors),i=e.length)),
r.dropPath!==void 0&&(M(r.dropPath,{instancePath:s+"/dropPath",parentData:r,parentDataProperty:"dropPath",rootData:l,dynamicAnchors:p})||
(e=e===null?M.errors:e.concat(M.errors),i=e.length))}else{let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{
type:"object"}};e===null?e=[t]:e.push(t),i++}return le.errors=e,i===0}le.evaluated={props:!0,dynamicProps:!1,dynamicItems:!1};
function pe(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,
a=pe.evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),r&&typeof r=="object"&&!Array.isArray(
r)){if(r.kind===void 0){let f={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"kind"}};
e===null?e=[f]:e.push(f),i++}let n=r.kind;if(typeof n=="string")if(n==="search"){ae(r,{instancePath:s,parentData:c,parentDataProperty:m,
rootData:l,dynamicAnchors:p})||(e=e===null?ae.errors:e.concat(ae.errors),i=e.length);var t=!0}else if(n==="train")le(r,{
instancePath:s,parentData:c,parentDataProperty:m,rootData:l,dynamicAnchors:p})||(e=e===null?le.errors:e.concat(le.errors),
i=e.length),t!==!0&&(t=!0);else{let f={instancePath:s,schemaPath:"#/discriminator",keyword:"discriminator",params:{error:"\
mapping",tag:"kind",tagValue:n}};e===null?e=[f]:e.push(f),i++}else{let f={instancePath:s,schemaPath:"#/discriminator",keyword:"\
discriminator",params:{error:"tag",tag:"kind",tagValue:n}};e===null?e=[f]:e.push(f),i++}}else{let n={instancePath:s,schemaPath:"\
#/type",keyword:"type",params:{type:"object"}};e===null?e=[n]:e.push(n),i++}return pe.errors=e,a.props=t,i===0}pe.evaluated=
{dynamicProps:!0,dynamicItems:!1};var Te={title:"Report",description:"One table.",type:"object",required:["title","rows",
"columns"],additionalProperties:!1,properties:{title:{$ref:"#/$defs/title"},rows:{title:"Rows",description:"`method`: on\
e row for each method variant, all seed sets pooled. `method-by-seed-set`: one for each pair.",type:"string",enum:["meth\
od","method-by-seed-set"]},columns:{title:"Columns",description:"From left to right.",type:"array",minItems:1,items:{$ref:"\
#/$defs/column"},"x-expected":"a list of at least one column"},published:{title:"Published values",description:"Method, \
then metric, to the number that the paper prints.",type:"object",additionalProperties:{type:"object",propertyNames:{$ref:"\
#/$defs/metric"},additionalProperties:{$ref:"#/$defs/publishedValue"}},default:{},examples:[{rsws:{"test.errorPercent":{
mean:2.85,std:.08,n:10}}}]}}},_e={title:"Column",description:"One metric of one stage.",type:"object",required:["metric",
"stage"],additionalProperties:!1,properties:{metric:{$ref:"#/$defs/metric"},stage:{title:"Stage",description:"The stage \
whose jobs are summed up.",type:"string",examples:["evaluate"]},show:{title:"Shown",description:"`mean`: mean, standard \
deviation and n. `best`: the best single value.",type:"string",enum:["mean","best"],default:"mean"},label:{title:"Label",
description:"Heading of the column. Without it, the name of the metric in words.",type:"string",pattern:"\\S","x-expecte\
d":"text"}},examples:[{metric:"test.errorPercent",stage:"evaluate",show:"mean"}]},Le={title:"Metric",description:"A numb\
er that jobs measure. The split is part of its name.",type:"string",enum:["validation.errorPercent","validation.loss","t\
est.errorPercent","test.loss","model.parameters","model.multiplyAdds","cost.multiplyAdds","cost.architectures"]};function Z(r,{
instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=Z.evaluated;if(a.
dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),typeof r!="string"){let t={instancePath:s,schemaPath:"#/\
type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),i++}if(!(r==="validation.errorPercent"||r==="valid\
ation.loss"||r==="test.errorPercent"||r==="test.loss"||r==="model.parameters"||r==="model.multiplyAdds"||r==="cost.multi\
plyAdds"||r==="cost.architectures")){let t={instancePath:s,schemaPath:"#/enum",keyword:"enum",params:{allowedValues:Le.enum}};
e===null?e=[t]:e.push(t),i++}return Z.errors=e,i===0}Z.evaluated={dynamicProps:!1,dynamicItems:!1};function fe(r,{instancePath:s="",
parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=fe.evaluated;if(a.dynamicProps&&
(a.props=void 0),a.dynamicItems&&(a.items=void 0),r&&typeof r=="object"&&!Array.isArray(r)){if(r.metric===void 0){let t={
instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"metric"}};e===null?e=[t]:e.push(t),i++}
if(r.stage===void 0){let t={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"stage"}};
e===null?e=[t]:e.push(t),i++}for(let t in r)if(!(t==="metric"||t==="stage"||t==="show"||t==="label")){let n={instancePath:s,
schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:t}};e===null?e=[n]:e.push(
n),i++}if(r.metric!==void 0&&(Z(r.metric,{instancePath:s+"/metric",parentData:r,parentDataProperty:"metric",rootData:l,dynamicAnchors:p})||
(e=e===null?Z.errors:e.concat(Z.errors),i=e.length)),r.stage!==void 0&&typeof r.stage!="string"){let t={instancePath:s+"\
/stage",schemaPath:"#/properties/stage/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),i++}if(r.show!==
void 0){let t=r.show;if(typeof t!="string"){let n={instancePath:s+"/show",schemaPath:"#/properties/show/type",keyword:"t\
ype",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(t==="mean"||t==="best")){let n={instancePath:s+"/show",schemaPath:"\
#/properties/show/enum",keyword:"enum",params:{allowedValues:_e.properties.show.enum}};e===null?e=[n]:e.push(n),i++}}if(r.
label!==void 0){let t=r.label;if(typeof t=="string"){if(!je.test(t)){let n={instancePath:s+"/label",schemaPath:"#/proper\
ties/label/pattern",keyword:"pattern",params:{pattern:"\\S"}};e===null?e=[n]:e.push(n),i++}}else{let n={instancePath:s+"\
/label",schemaPath:"#/properties/label/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}}}else{
let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[t]:e.push(t),i++}return fe.
errors=e,i===0}fe.evaluated={props:!0,dynamicProps:!1,dynamicItems:!1};function de(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,
a=de.evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),r&&typeof r=="object"&&!Array.isArray(
r)){if(Object.keys(r).length<1){let t={instancePath:s,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit:1}};
e===null?e=[t]:e.push(t),i++}for(let t in r)if(!(t==="mean"||t==="std"||t==="best"||t==="n")){let n={instancePath:s,schemaPath:"\
#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:t}};e===null?e=[n]:e.push(n),i++}if(r.
mean!==void 0){let t=r.mean;if(!(typeof t=="number"&&isFinite(t))){let n={instancePath:s+"/mean",schemaPath:"#/propertie\
s/mean/type",keyword:"type",params:{type:"number"}};e===null?e=[n]:e.push(n),i++}}if(r.std!==void 0){let t=r.std;if(typeof t==
"number"&&isFinite(t)){if(t<0||isNaN(t)){let n={instancePath:s+"/std",schemaPath:"#/properties/std/minimum",keyword:"min\
imum",params:{comparison:">=",limit:0}};e===null?e=[n]:e.push(n),i++}}else{let n={instancePath:s+"/std",schemaPath:"#/pr\
operties/std/type",keyword:"type",params:{type:"number"}};e===null?e=[n]:e.push(n),i++}}if(r.best!==void 0){let t=r.best;
if(!(typeof t=="number"&&isFinite(t))){let n={instancePath:s+"/best",schemaPath:"#/properties/best/type",keyword:"type",
params:{type:"number"}};e===null?e=[n]:e.push(n),i++}}if(r.n!==void 0){let t=r.n;if(!(typeof t=="number"&&!(t%1)&&!isNaN(
t)&&isFinite(t))){let n={instancePath:s+"/n",schemaPath:"#/properties/n/type",keyword:"type",params:{type:"integer"}};e===
null?e=[n]:e.push(n),i++}if(typeof t=="number"&&isFinite(t)&&(t<1||isNaN(t))){let n={instancePath:s+"/n",schemaPath:"#/p\
roperties/n/minimum",keyword:"minimum",params:{comparison:">=",limit:1}};e===null?e=[n]:e.push(n),i++}}}else{let t={instancePath:s,
schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[t]:e.push(t),i++}return de.errors=e,i===0}de.evaluated=
{props:!0,dynamicProps:!1,dynamicItems:!1};function ue(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,
dynamicAnchors:p={}}={}){let e=null,i=0,a=ue.evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),
r&&typeof r=="object"&&!Array.isArray(r)){if(r.title===void 0){let n={instancePath:s,schemaPath:"#/required",keyword:"re\
quired",params:{missingProperty:"title"}};e===null?e=[n]:e.push(n),i++}if(r.rows===void 0){let n={instancePath:s,schemaPath:"\
#/required",keyword:"required",params:{missingProperty:"rows"}};e===null?e=[n]:e.push(n),i++}if(r.columns===void 0){let n={
instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"columns"}};e===null?e=[n]:e.push(n),i++}
for(let n in r)if(!(n==="title"||n==="rows"||n==="columns"||n==="published")){let f={instancePath:s,schemaPath:"#/additi\
onalProperties",keyword:"additionalProperties",params:{additionalProperty:n}};e===null?e=[f]:e.push(f),i++}if(r.title!==
void 0&&(A(r.title,{instancePath:s+"/title",parentData:r,parentDataProperty:"title",rootData:l,dynamicAnchors:p})||(e=e===
null?A.errors:e.concat(A.errors),i=e.length)),r.rows!==void 0){let n=r.rows;if(typeof n!="string"){let f={instancePath:s+
"/rows",schemaPath:"#/properties/rows/type",keyword:"type",params:{type:"string"}};e===null?e=[f]:e.push(f),i++}if(!(n===
"method"||n==="method-by-seed-set")){let f={instancePath:s+"/rows",schemaPath:"#/properties/rows/enum",keyword:"enum",params:{
allowedValues:Te.properties.rows.enum}};e===null?e=[f]:e.push(f),i++}}if(r.columns!==void 0){let n=r.columns;if(Array.isArray(
n)){if(n.length<1){let o={instancePath:s+"/columns",schemaPath:"#/properties/columns/minItems",keyword:"minItems",params:{
limit:1}};e===null?e=[o]:e.push(o),i++}let f=n.length;for(let o=0;o<f;o++)fe(n[o],{instancePath:s+"/columns/"+o,parentData:n,
parentDataProperty:o,rootData:l,dynamicAnchors:p})||(e=e===null?fe.errors:e.concat(fe.errors),i=e.length)}else{let f={instancePath:s+
"/columns",schemaPath:"#/properties/columns/type",keyword:"type",params:{type:"array"}};e===null?e=[f]:e.push(f),i++}}if(r.
published!==void 0){let n=r.published;if(n&&typeof n=="object"&&!Array.isArray(n))for(let f in n){let o=n[f];if(o&&typeof o==
"object"&&!Array.isArray(o)){for(let u in o){let h=i;Z(u,{instancePath:s+"/published/"+f.replace(/~/g,"~0").replace(/\//g,
"~1"),parentData:o,parentDataProperty:f,rootData:l,dynamicAnchors:p})||(e=e===null?Z.errors:e.concat(Z.errors),i=e.length);
var t=h===i;if(!t){let y={instancePath:s+"/published/"+f.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties\
/published/additionalProperties/propertyNames",keyword:"propertyNames",params:{propertyName:u}};e===null?e=[y]:e.push(y),
i++}}for(let u in o)de(o[u],{instancePath:s+"/published/"+f.replace(/~/g,"~0").replace(/\//g,"~1")+"/"+u.replace(/~/g,"~\
0").replace(/\//g,"~1"),parentData:o,parentDataProperty:u,rootData:l,dynamicAnchors:p})||(e=e===null?de.errors:e.concat(
de.errors),i=e.length)}else{let u={instancePath:s+"/published/"+f.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/p\
roperties/published/additionalProperties/type",keyword:"type",params:{type:"object"}};e===null?e=[u]:e.push(u),i++}}else{
let f={instancePath:s+"/published",schemaPath:"#/properties/published/type",keyword:"type",params:{type:"object"}};e===null?
e=[f]:e.push(f),i++}}}else{let n={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[
n]:e.push(n),i++}return ue.errors=e,i===0}ue.evaluated={props:!0,dynamicProps:!1,dynamicItems:!1};function ce(r,{instancePath:s="",parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,
a=ce.evaluated;if(a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.items=void 0),r&&typeof r=="object"&&!Array.isArray(
r)){for(let t in r)if(!(t==="timeoutMinutes"||t==="retries")){let n={instancePath:s,schemaPath:"#/additionalProperties",
keyword:"additionalProperties",params:{additionalProperty:t}};e===null?e=[n]:e.push(n),i++}if(r.timeoutMinutes!==void 0){
let t=r.timeoutMinutes;if(typeof t=="number"&&isFinite(t)){if(t<=0||isNaN(t)){let n={instancePath:s+"/timeoutMinutes",schemaPath:"\
#/properties/timeoutMinutes/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison:">",limit:0}};e===null?e=[n]:
e.push(n),i++}}else{let n={instancePath:s+"/timeoutMinutes",schemaPath:"#/properties/timeoutMinutes/type",keyword:"type",
params:{type:"number"}};e===null?e=[n]:e.push(n),i++}}if(r.retries!==void 0){let t=r.retries;if(!(typeof t=="number"&&!(t%
1)&&!isNaN(t)&&isFinite(t))){let n={instancePath:s+"/retries",schemaPath:"#/properties/retries/type",keyword:"type",params:{
type:"integer"}};e===null?e=[n]:e.push(n),i++}if(typeof t=="number"&&isFinite(t)&&(t<0||isNaN(t))){let n={instancePath:s+
"/retries",schemaPath:"#/properties/retries/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[n]:
e.push(n),i++}}}else{let t={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[t]:e.push(
t),i++}return ce.errors=e,i===0}ce.evaluated={props:!0,dynamicProps:!1,dynamicItems:!1};function me(r,{instancePath:s="",
parentData:c,parentDataProperty:m,rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=me.evaluated;if(a.dynamicProps&&
(a.props=void 0),a.dynamicItems&&(a.items=void 0),r&&typeof r=="object"&&!Array.isArray(r)){if(r.id===void 0){let u={instancePath:s,
schemaPath:"#/required",keyword:"required",params:{missingProperty:"id"}};e===null?e=[u]:e.push(u),i++}if(r.title===void 0){
let u={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"title"}};e===null?e=[u]:e.push(
u),i++}if(r.task===void 0){let u={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"tas\
k"}};e===null?e=[u]:e.push(u),i++}if(r.space===void 0){let u={instancePath:s,schemaPath:"#/required",keyword:"required",
params:{missingProperty:"space"}};e===null?e=[u]:e.push(u),i++}if(r.seedSets===void 0){let u={instancePath:s,schemaPath:"\
#/required",keyword:"required",params:{missingProperty:"seedSets"}};e===null?e=[u]:e.push(u),i++}if(r.methods===void 0){
let u={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"methods"}};e===null?e=[u]:e.push(
u),i++}if(r.stages===void 0){let u={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"s\
tages"}};e===null?e=[u]:e.push(u),i++}for(let u in r)if(!H.call(Ae.properties,u)){let h={instancePath:s,schemaPath:"#/ad\
ditionalProperties",keyword:"additionalProperties",params:{additionalProperty:u}};e===null?e=[h]:e.push(h),i++}if(r.id!==
void 0&&(O(r.id,{instancePath:s+"/id",parentData:r,parentDataProperty:"id",rootData:l,dynamicAnchors:p})||(e=e===null?O.
errors:e.concat(O.errors),i=e.length)),r.title!==void 0&&(A(r.title,{instancePath:s+"/title",parentData:r,parentDataProperty:"\
title",rootData:l,dynamicAnchors:p})||(e=e===null?A.errors:e.concat(A.errors),i=e.length)),r.paper!==void 0&&(Y(r.paper,
{instancePath:s+"/paper",parentData:r,parentDataProperty:"paper",rootData:l,dynamicAnchors:p})||(e=e===null?Y.errors:e.concat(
Y.errors),i=e.length)),r.engine!==void 0&&(F(r.engine,{instancePath:s+"/engine",parentData:r,parentDataProperty:"engine",
rootData:l,dynamicAnchors:p})||(e=e===null?F.errors:e.concat(F.errors),i=e.length)),r.task!==void 0&&(G(r.task,{instancePath:s+
"/task",parentData:r,parentDataProperty:"task",rootData:l,dynamicAnchors:p})||(e=e===null?G.errors:e.concat(G.errors),i=
e.length)),r.space!==void 0&&(J(r.space,{instancePath:s+"/space",parentData:r,parentDataProperty:"space",rootData:l,dynamicAnchors:p})||
(e=e===null?J.errors:e.concat(J.errors),i=e.length)),r.seedSets!==void 0){let u=r.seedSets;if(u&&typeof u=="object"&&!Array.
isArray(u)){if(Object.keys(u).length<1){let h={instancePath:s+"/seedSets",schemaPath:"#/properties/seedSets/minPropertie\
s",keyword:"minProperties",params:{limit:1}};e===null?e=[h]:e.push(h),i++}for(let h in u){let y=i;P(h,{instancePath:s+"/\
seedSets",parentData:u,parentDataProperty:"seedSets",rootData:l,dynamicAnchors:p})||(e=e===null?P.errors:e.concat(P.errors),
i=e.length);var t=y===i;if(!t){let g={instancePath:s+"/seedSets",schemaPath:"#/properties/seedSets/propertyNames",keyword:"\
propertyNames",params:{propertyName:h}};e===null?e=[g]:e.push(g),i++}}for(let h in u)ee(u[h],{instancePath:s+"/seedSets/"+
h.replace(/~/g,"~0").replace(/\//g,"~1"),parentData:u,parentDataProperty:h,rootData:l,dynamicAnchors:p})||(e=e===null?ee.
errors:e.concat(ee.errors),i=e.length)}else{let h={instancePath:s+"/seedSets",schemaPath:"#/properties/seedSets/type",keyword:"\
type",params:{type:"object"}};e===null?e=[h]:e.push(h),i++}}if(r.methods!==void 0){let u=r.methods;if(u&&typeof u=="obje\
ct"&&!Array.isArray(u)){if(Object.keys(u).length<1){let h={instancePath:s+"/methods",schemaPath:"#/properties/methods/mi\
nProperties",keyword:"minProperties",params:{limit:1}};e===null?e=[h]:e.push(h),i++}for(let h in u){let y=i;P(h,{instancePath:s+
"/methods",parentData:u,parentDataProperty:"methods",rootData:l,dynamicAnchors:p})||(e=e===null?P.errors:e.concat(P.errors),
i=e.length);var n=y===i;if(!n){let g={instancePath:s+"/methods",schemaPath:"#/properties/methods/propertyNames",keyword:"\
propertyNames",params:{propertyName:h}};e===null?e=[g]:e.push(g),i++}}for(let h in u)ie(u[h],{instancePath:s+"/methods/"+
h.replace(/~/g,"~0").replace(/\//g,"~1"),parentData:u,parentDataProperty:h,rootData:l,dynamicAnchors:p})||(e=e===null?ie.
errors:e.concat(ie.errors),i=e.length)}else{let h={instancePath:s+"/methods",schemaPath:"#/properties/methods/type",keyword:"\
type",params:{type:"object"}};e===null?e=[h]:e.push(h),i++}}if(r.stages!==void 0){let u=r.stages;if(u&&typeof u=="object"&&
!Array.isArray(u)){if(Object.keys(u).length<1){let h={instancePath:s+"/stages",schemaPath:"#/properties/stages/minProper\
ties",keyword:"minProperties",params:{limit:1}};e===null?e=[h]:e.push(h),i++}for(let h in u){let y=i;P(h,{instancePath:s+
"/stages",parentData:u,parentDataProperty:"stages",rootData:l,dynamicAnchors:p})||(e=e===null?P.errors:e.concat(P.errors),
i=e.length);var f=y===i;if(!f){let g={instancePath:s+"/stages",schemaPath:"#/properties/stages/propertyNames",keyword:"p\
ropertyNames",params:{propertyName:h}};e===null?e=[g]:e.push(g),i++}}for(let h in u)pe(u[h],{instancePath:s+"/stages/"+h.
replace(/~/g,"~0").replace(/\//g,"~1"),parentData:u,parentDataProperty:h,rootData:l,dynamicAnchors:p})||(e=e===null?pe.errors:
e.concat(pe.errors),i=e.length)}else{let h={instancePath:s+"/stages",schemaPath:"#/properties/stages/type",keyword:"type",
params:{type:"object"}};e===null?e=[h]:e.push(h),i++}}if(r.reports!==void 0){let u=r.reports;if(u&&typeof u=="object"&&!Array.
isArray(u)){for(let h in u){let y=i;P(h,{instancePath:s+"/reports",parentData:u,parentDataProperty:"reports",rootData:l,
dynamicAnchors:p})||(e=e===null?P.errors:e.concat(P.errors),i=e.length);var o=y===i;if(!o){let g={instancePath:s+"/repor\
ts",schemaPath:"#/properties/reports/propertyNames",keyword:"propertyNames",params:{propertyName:h}};e===null?e=[g]:e.push(
g),i++}}for(let h in u)ue(u[h],{instancePath:s+"/reports/"+h.replace(/~/g,"~0").replace(/\//g,"~1"),parentData:u,parentDataProperty:h,
rootData:l,dynamicAnchors:p})||(e=e===null?ue.errors:e.concat(ue.errors),i=e.length)}else{let h={instancePath:s+"/report\
s",schemaPath:"#/properties/reports/type",keyword:"type",params:{type:"object"}};e===null?e=[h]:e.push(h),i++}}r.limits!==
void 0&&(ce(r.limits,{instancePath:s+"/limits",parentData:r,parentDataProperty:"limits",rootData:l,dynamicAnchors:p})||(e=
e===null?ce.errors:e.concat(ce.errors),i=e.length)),r.profiles!==void 0&&(T(r.profiles,{instancePath:s+"/profiles",parentData:r,
parentDataProperty:"profiles",rootData:l,dynamicAnchors:p})||(e=e===null?T.errors:e.concat(T.errors),i=e.length))}else{let u={
instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[u]:e.push(u),i++}return me.errors=
e,i===0}me.evaluated={props:!0,dynamicProps:!1,dynamicItems:!1};function he(r,{instancePath:s="",parentData:c,parentDataProperty:m,
rootData:l=r,dynamicAnchors:p={}}={}){let e=null,i=0,a=he.evaluated;a.dynamicProps&&(a.props=void 0),a.dynamicItems&&(a.
items=void 0);let t=i,n=!0,f=i;if(i===f)if(r&&typeof r=="object"&&!Array.isArray(r)){let y;if(r.extends===void 0&&(y="ex\
tends")){let g={};e===null?e=[g]:e.push(g),i++}}else{let y={};e===null?e=[y]:e.push(y),i++}var o=f===i;i=t,e!==null&&(t?
e.length=t:e=null);let u;if(o){let y=i;X(r,{instancePath:s,parentData:c,parentDataProperty:m,rootData:l,dynamicAnchors:p})||
(e=e===null?X.errors:e.concat(X.errors),i=e.length);var o=y===i;if(n=o,n)var h=!0;u="then"}else{let y=i;me(r,{instancePath:s,
parentData:c,parentDataProperty:m,rootData:l,dynamicAnchors:p})||(e=e===null?me.errors:e.concat(me.errors),i=e.length);var o=y===
i;n=o,n&&h!==!0&&(h=!0),u="else"}if(!n){let y={instancePath:s,schemaPath:"#/if",keyword:"if",params:{failingKeyword:u}};
e===null?e=[y]:e.push(y),i++}return he.errors=e,a.props=h,i===0}he.evaluated={dynamicProps:!0,dynamicItems:!1};export{Ke as default,He as validate};
