"""The tables of the history, and what they hold in both languages."""

TABLES = """
create schema if not exists meta;
create table meta.meta_this_build (
    build_id varchar not null,
    previous_build_id varchar,
    fingerprint varchar not null,
    built_at timestamp not null,
    increments integer not null
);
create table meta.meta_build (
    build_id varchar primary key,
    previous_build_id varchar,
    started_at timestamp not null,
    finished_at timestamp,
    status varchar not null,
    fingerprint varchar not null,
    code_version varchar not null,
    row_counts map(varchar, bigint) not null,
    findings map(varchar, bigint) not null,
    phase_seconds map(varchar, double) not null,
    message varchar not null
);
create table meta.meta_input (
    name varchar primary key,
    sha256 varchar not null,
    row_count bigint,
    row_digests blob not null
);
create table meta.meta_change (
    build_id varchar not null,
    previous_build_id varchar not null,
    subject varchar not null,
    key varchar not null,
    change varchar not null,
    column_name varchar not null,
    old_value varchar,
    new_value varchar
);
comment on table meta.meta_this_build is
    'One row per file: the build that this file is. ｜ 每行为一个文件：该文件是哪次构建。';
comment on column meta.meta_this_build.build_id is
    'The build (meta_build). ｜ 构建（meta_build）。';
comment on column meta.meta_this_build.previous_build_id is
    'The build that was published before it and whose history it carries on; null for the first. \
｜ 此前发布、由本次构建接续其历史的构建；首次构建的为空。';
comment on column meta.meta_this_build.fingerprint is
    'SHA-256 over all inputs. ｜ 全部输入的 SHA-256。';
comment on column meta.meta_this_build.built_at is
    'When it was ready to publish, UTC. ｜ 可以发布的时间（UTC）。';
comment on column meta.meta_this_build.increments is
    'Builds in a row, up to this one, that kept facts of unchanged files of the one before; 0: made from scratch. \
｜ 至本次为止，连续沿用上次构建中未变文件数据的构建次数；0 表示从头构建。';
comment on table meta.meta_build is
    'One row per attempt to build the warehouse, up to the one that made this file. \
｜ 每行为一次构建，至生成该文件的一次为止。';
comment on column meta.meta_build.build_id is
    'Identifier: a moment, UTC; builds sort in the order in which they began. ｜ 编号：UTC 时间；按开始先后排序。';
comment on column meta.meta_build.previous_build_id is
    'The build that was published when this one was built, and that it was compared with; null where there was none. \
｜ 构建时已发布、用以比较的构建；没有的为空。';
comment on column meta.meta_build.started_at is
    'When it began, UTC. ｜ 开始时间（UTC）。';
comment on column meta.meta_build.finished_at is
    'When it was ready to publish, or failed, UTC; null if interrupted. ｜ 可以发布或失败的时间（UTC）；中断的为空。';
comment on column meta.meta_build.status is
    'published; failed (a model, test or the gate), bad_input, error, interrupted; rolled_back. \
｜ 已发布；失败（模型、测试或发布检验未通过）、输入有误、出错、中断；已回退。';
comment on column meta.meta_build.fingerprint is
    'SHA-256 over all inputs. ｜ 全部输入的 SHA-256。';
comment on column meta.meta_build.code_version is
    'Version of the package, and a fingerprint of the inputs that are not data. \
｜ 软件包版本，及数据以外各输入的校验值。';
comment on column meta.meta_build.row_counts is
    'Rows per mart. ｜ 各数据表的行数。';
comment on column meta.meta_build.findings is
    'Findings that hold, per severity, registered ones among them. ｜ 各程度的矛盾数，含已登记的。';
comment on column meta.meta_build.phase_seconds is
    'Seconds per phase. ｜ 各阶段的秒数。';
comment on column meta.meta_build.message is
    'What stopped it; empty where nothing did. ｜ 中止的原因；没有中止的为空。';
comment on table meta.meta_input is
    'One row per input file of this build. ｜ 每行为本次构建的一个输入文件。';
comment on column meta.meta_input.name is
    'Path in the project. ｜ 在项目中的路径。';
comment on column meta.meta_input.sha256 is
    'SHA-256 of the file. ｜ 文件的 SHA-256。';
comment on column meta.meta_input.row_count is
    'Rows that the file brought; null where it is no file of rows. ｜ 文件带来的行数；不是数据文件的为空。';
comment on column meta.meta_input.row_digests is
    'Eight bytes per line of a CSV file, so that a later build can say how many rows changed. \
｜ CSV 文件每行八个字节，供以后的构建统计变化行数。';
comment on table meta.meta_change is
    'One row per value or target that a build added or removed, and per column of one that it changed. \
｜ 每行为一次构建增加或删去的一个数值或目标，或其改变的一列。';
comment on column meta.meta_change.build_id is
    'The build that made the change (meta_build). ｜ 作出变化的构建（meta_build）。';
comment on column meta.meta_change.previous_build_id is
    'The build that was published before it. ｜ 此前发布的构建。';
comment on column meta.meta_change.subject is
    'value: a row of fct_plan_value; target: a row of mart_target_progress. \
｜ value 为 fct_plan_value 的一行，target 为 mart_target_progress 的一行。';
comment on column meta.meta_change.key is
    'Its value_id. ｜ 其 value_id。';
comment on column meta.meta_change.change is
    'added, removed or changed. ｜ added（新增）、removed（删去）或 changed（改变）。';
comment on column meta.meta_change.column_name is
    'The column that changed; of what was added or removed, value_text of a value and verdict of a target. \
｜ 改变的列；增加或删去的，数值列 value_text，目标列 verdict。';
comment on column meta.meta_change.old_value is
    'What it was, as text; null where there was nothing. ｜ 原来的内容（文本）；原来没有的为空。';
comment on column meta.meta_change.new_value is
    'What it is, as text; null where there is nothing. ｜ 现在的内容（文本）；现在没有的为空。';
"""
